import { readAlert, readAlerts, type Alert, type AlertDetail, type JournalEntry, type RuleInfo, type TriageAction } from '../model/alert.ts'
import { emptyFacets, type Facets, type Tally } from '../model/facets.ts'
import type { Warning } from '../model/warning.ts'
import type { OutcomeCount } from '../model/outcome.ts'
import type { Since } from '../model/attendance.ts'
import type { SavedView } from '../model/view.ts'
import type { Silence, SilenceSubject } from '../model/silence.ts'

/** A refusal or a failure. `status` 0: no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    /** The server's own name for it. */
    readonly code = '',
    /** The member of the body, or the parameter, that is to blame. */
    readonly member = '',
  ) {
    super(detail || `HTTP ${status}`)
  }
}

export interface Session {
  user: string
  csrf: string
  displayName?: string
  role: string
  districts: string[]
  institutions: string[]
  /** The password was given by somebody else: nothing opens before another is chosen. */
  mustChange: boolean
  /** What to offer; the server asks again. */
  rights: string[]
  /** Absent: by a password. */
  way?: 'oidc' | 'wall'
  now?: string
  ends?: string
  expires?: string
}

/** How one may sign in beside a password kept by the silo. */
export interface SignInWays {
  oidc?: { name?: string }
}

export interface TriageBody {
  note?: string
  assignee?: string
  outcome?: string
}

/** What became of one of several alerts. On a conflict the alert is as it stands. */
export interface TriageResult {
  id: string
  status: 'done' | 'not-found' | 'conflict'
  alert?: Alert
  reason?: string
}

/** Somebody who may be given an alert. */
export interface Officer {
  name: string
  displayName?: string
  role: string
}

/** Alerts that one triage call takes; the server's own limit. */
const triageLimit = 500

const timeoutMs = 15_000
export const pageLimit = 1000

let csrf = ''
let onUnauthorized: () => void = () => {}

/** Called whenever any answer says that the session is over. */
export function whenUnauthorized(handler: () => void): void {
  onUnauthorized = handler
}

/** One call; whatever is no usable answer is an {@link ApiError}. A file goes as its bytes, everything else as JSON. */
export async function request(method: string, path: string, body?: unknown, signal?: AbortSignal, keepalive = false): Promise<unknown> {
  const limit = new AbortController()
  const abort = (): void => limit.abort()
  const timer = setTimeout(abort, timeoutMs)
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-CSRF'] = csrf
  if (body !== undefined) headers['Content-Type'] = body instanceof Blob ? 'application/octet-stream' : 'application/json'
  try {
    const answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: limit.signal,
      keepalive,
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    })
    if (answer.status === 401 && !path.startsWith('/api/session')) onUnauthorized()
    const content = parse(await answer.text(), answer.ok)
    if (answer.ok) return content
    const problem = content as { detail?: string; code?: string; pointer?: string; parameter?: string } | undefined
    throw new ApiError(answer.status, problem?.detail ?? '', problem?.code, problem?.pointer?.split('/')[1] ?? problem?.parameter)
  } catch (error) {
    if (error instanceof ApiError) throw error
    // An aborted call and a success that is no JSON (a proxy's page) are alike: no usable answer.
    throw new ApiError(0, '')
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function parse(text: string, mustBeJson: boolean): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    // An error page of a proxy still has a status worth telling.
    if (mustBeJson) throw error
    return undefined
  }
}

export const keep = (session: Session): Session => {
  csrf = session.csrf
  return session
}

export const items = <T>(answer: unknown): T[] => {
  const list = (answer as { items?: T[] } | undefined)?.items
  return Array.isArray(list) ? list : []
}

/** A packet just made; the server keeps it for minutes. */
export interface MadePacket {
  id: string
  sha256: string
}

export const packetFile = (packet: MadePacket, file: string): string => `/v1/packets/${packet.id}/${file}`

export const api = {
  session: async (): Promise<Session> => keep((await request('GET', '/api/session')) as Session),

  signIn: async (user: string, password: string): Promise<Session> =>
    keep((await request('POST', '/api/session', { user, password })) as Session),

  signOut: async (): Promise<void> => void (await request('DELETE', '/api/session')),

  /** One page of alerts, oldest change first. */
  alerts: async (after: number, query: Record<string, string> = {}, signal?: AbortSignal): Promise<{ items: Alert[]; next: number; full: boolean }> => {
    const params = new URLSearchParams({ after: String(after), limit: String(pageLimit), ...query })
    const page = (await request('GET', `/v1/alerts?${params}`, undefined, signal)) as { items?: unknown[]; next?: number; position?: number } | undefined
    const items = readAlerts(page?.items)
    const last = items.at(-1)?.seq ?? after
    const full = (page?.items?.length ?? 0) >= pageLimit
    // One with room left says that there is nothing more up to the place of its making.
    return { items, next: Math.max(after, page?.next ?? last, last, full ? 0 : (page?.position ?? 0)), full }
  },

  /** One page of alerts, newest change first, from before a place; 0: from the newest on. It lacks no change up to `position`. */
  newest: async (before: number, limit: number, query = new URLSearchParams(), signal?: AbortSignal): Promise<{ items: Alert[]; next: number; full: boolean; position: number }> => {
    const params = new URLSearchParams([...query, ['order', 'newest'], ['before', String(before)], ['limit', String(limit)]])
    const page = (await request('GET', `/v1/alerts?${params}`, undefined, signal)) as { items?: unknown[]; next?: number; position?: number } | undefined
    const items = readAlerts(page?.items)
    return { items, next: page?.next ?? 0, full: (page?.items?.length ?? 0) >= limit, position: page?.position ?? 0 }
  },

  /** How many alerts there are, by each part of a filter, where they are too many to be counted here. */
  counts: async (query: URLSearchParams): Promise<Tally> => {
    const { total, ...facets } = (await request('GET', `/v1/alerts/counts?${query}`)) as Facets & { total: number }
    return { total, facets: { ...emptyFacets(), ...facets } }
  },

  alert: async (id: string, signal?: AbortSignal): Promise<AlertDetail> => {
    const raw = (await request('GET', `/v1/alerts/${encodeURIComponent(id)}`, undefined, signal)) as { history?: unknown }
    const alert = readAlert(raw)
    if (!alert) throw new ApiError(0, '')
    return { ...alert, history: Array.isArray(raw.history) ? raw.history : [] }
  },

  /** Changes alerts, each by itself, and only those that are still as they were seen. */
  triage: async (seen: readonly { id: string; seq: number }[], action: TriageAction, body: TriageBody): Promise<TriageResult[]> => {
    const results: TriageResult[] = []
    for (let from = 0; from < seen.length; from += triageLimit) {
      const part = seen.slice(from, from + triageLimit).map(({ id, seq }) => ({ id, ifSeq: seq }))
      const answer = (await request('POST', '/v1/triage', { action, items: part, ...body })) as { results: TriageResult[] }
      for (const { alert, ...rest } of answer.results) {
        const read = readAlert(alert)
        results.push(read ? { ...rest, alert: read } : rest)
      }
    }
    return results
  },

  /** To whom an alert may be given. */
  officers: async (id: string): Promise<Officer[]> => items<Officer>(await request('GET', `/v1/alerts/${encodeURIComponent(id)}/officers`)),

  /** Takes the most urgent alert that nobody holds; undefined: there is none. */
  next: async (query: URLSearchParams): Promise<Alert | undefined> => readAlert(await request('POST', `/v1/triage/next?${query}`, {})),

  silence: async (id: string, body: { subject: SilenceSubject; until: string; reason: string }): Promise<Silence> =>
    (await request('POST', `/v1/alerts/${encodeURIComponent(id)}/silence`, body)) as Silence,

  endSilence: async (id: string): Promise<void> => void (await request('POST', `/v1/silences/${encodeURIComponent(id)}/end`, {})),

  /** The register, in the order in which they began. */
  silences: async (signal?: AbortSignal): Promise<Silence[]> => items<Silence>(await request('GET', '/v1/silences', undefined, signal)),

  outcomes: async (signal?: AbortSignal): Promise<OutcomeCount[]> => items<OutcomeCount>(await request('GET', '/v1/outcomes', undefined, signal)),

  views: async (): Promise<SavedView[]> => items<SavedView>(await request('GET', '/v1/views')),

  saveView: async (view: { id?: string; name: string; query: string; sharing: 'private' | 'shared' }): Promise<SavedView> => (await request('POST', '/v1/views', view)) as SavedView,

  deleteView: async (id: string): Promise<void> => void (await request('DELETE', `/v1/views/${encodeURIComponent(id)}`)),

  /** Has the boards of a role open with a view, or no more. */
  defaultView: async (id: string, role: string, on: boolean): Promise<void> =>
    void (await request('POST', `/v1/views/${encodeURIComponent(id)}/default${on ? '' : '/end'}`, { role })),

  /** Says that somebody is there. */
  stay: async (): Promise<Session> => keep((await request('POST', '/api/session/stay', {})) as Session),

  /** Makes of this session a display on a wall. */
  hang: async (): Promise<Session> => keep((await request('POST', '/api/session/wall', {})) as Session),

  signInWays: async (): Promise<SignInWays> => (await request('GET', '/api/sign-in')) as SignInWays,

  since: async (): Promise<Since> => (await request('GET', '/v1/attendance')) as Since,

  /** Says that the officer is here; goes out even while the page is being left. */
  seen: async (): Promise<void> => void (await request('POST', '/v1/attendance', {}, undefined, true)),

  makePacket: async (alerts: string[], purpose: string, language: string): Promise<MadePacket> =>
    (await request('POST', '/v1/packets', { alerts, purpose, language })) as MadePacket,

  /** What whoever runs the silo should know. */
  warnings: async (signal?: AbortSignal): Promise<Warning[]> =>
    ((await request('GET', '/health/ready', undefined, signal)) as { warnings?: Warning[] } | undefined)?.warnings ?? [],

  entry: async (seq: number, signal?: AbortSignal): Promise<JournalEntry> =>
    (await request('GET', `/v1/events/${seq}`, undefined, signal)) as JournalEntry,

  /** Any answer of the API as it stands; for what only one page reads. */
  get: async <T>(path: string, query: Record<string, string> = {}, signal?: AbortSignal): Promise<T> => {
    const params = new URLSearchParams(query).toString()
    return (await request('GET', params ? `${path}?${params}` : path, undefined, signal)) as T
  },

  upload: async <T>(path: string, query: Record<string, string>, file: Blob): Promise<T> =>
    (await request('POST', `${path}?${new URLSearchParams(query)}`, file)) as T,

  post: async <T>(path: string, body: unknown): Promise<T> => (await request('POST', path, body)) as T,

  rules: async (signal?: AbortSignal): Promise<RuleInfo[]> => items<RuleInfo>(await request('GET', '/v1/rules', undefined, signal)),
}
