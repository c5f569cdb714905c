import { readAlert, readAlerts, type Alert, type AlertDetail, type JournalEntry, type RuleInfo, type TriageAction } from '../model/alert.ts'
import type { Warning } from '../model/warning.ts'
import type { OutcomeCount } from '../model/outcome.ts'
import type { Silence, SilenceSubject } from '../model/silence.ts'

/** A refusal or a failure. `status` 0: no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail || `HTTP ${status}`)
  }
}

export interface Session {
  user: string
  csrf: string
}

export interface TriageBody {
  note?: string
  assignee?: string
  outcome?: string
}

const timeoutMs = 15_000
export const pageLimit = 1000

let csrf = ''
let onUnauthorized: () => void = () => {}

/** Called whenever any answer says that the session is over. */
export function whenUnauthorized(handler: () => void): void {
  onUnauthorized = handler
}

/** One call; whatever is no usable answer is an {@link ApiError}. */
export async function request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  const limit = new AbortController()
  const abort = (): void => limit.abort()
  const timer = setTimeout(abort, timeoutMs)
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-CSRF'] = csrf
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  try {
    const answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: limit.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (answer.status === 401 && path !== '/api/session') onUnauthorized()
    const content = parse(await answer.text(), answer.ok)
    if (answer.ok) return content
    const problem = content as { detail?: string; title?: string } | undefined
    throw new ApiError(answer.status, problem?.detail ?? problem?.title ?? '')
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

const keep = (session: Session): Session => {
  csrf = session.csrf
  return session
}

export const items = <T>(answer: unknown): T[] => {
  const list = (answer as { items?: T[] } | undefined)?.items
  return Array.isArray(list) ? list : []
}

export const api = {
  session: async (): Promise<Session> => keep((await request('GET', '/api/session')) as Session),

  signIn: async (user: string, password: string): Promise<Session> =>
    keep((await request('POST', '/api/session', { user, password })) as Session),

  signOut: async (): Promise<void> => void (await request('DELETE', '/api/session')),

  /** One page of alerts, oldest change first. */
  alerts: async (after: number, query: Record<string, string> = {}, signal?: AbortSignal): Promise<{ items: Alert[]; next: number; full: boolean }> => {
    const params = new URLSearchParams({ after: String(after), limit: String(pageLimit), ...query })
    const page = (await request('GET', `/v1/alerts?${params}`, undefined, signal)) as { items?: unknown[]; next?: number } | undefined
    const items = readAlerts(page?.items)
    const last = items.at(-1)?.seq ?? after
    return { items, next: Math.max(after, page?.next ?? last, last), full: (page?.items?.length ?? 0) >= pageLimit }
  },

  alert: async (id: string, signal?: AbortSignal): Promise<AlertDetail> => {
    const raw = (await request('GET', `/v1/alerts/${encodeURIComponent(id)}`, undefined, signal)) as { history?: unknown }
    const alert = readAlert(raw)
    if (!alert) throw new ApiError(0, '')
    return { ...alert, history: Array.isArray(raw.history) ? raw.history : [] }
  },

  triage: async (id: string, action: TriageAction, body: TriageBody): Promise<Alert> => {
    const alert = readAlert(await request('POST', `/v1/alerts/${encodeURIComponent(id)}/${action}`, body))
    if (!alert) throw new ApiError(0, '')
    return alert
  },

  silence: async (id: string, body: { subject: SilenceSubject; until: string; reason: string }): Promise<Silence> =>
    (await request('POST', `/v1/alerts/${encodeURIComponent(id)}/silence`, body)) as Silence,

  endSilence: async (id: string): Promise<void> => void (await request('POST', `/v1/silences/${encodeURIComponent(id)}/end`, {})),

  /** The register, in the order in which they began. */
  silences: async (signal?: AbortSignal): Promise<Silence[]> => items<Silence>(await request('GET', '/v1/silences', undefined, signal)),

  outcomes: async (signal?: AbortSignal): Promise<OutcomeCount[]> => items<OutcomeCount>(await request('GET', '/v1/outcomes', undefined, signal)),

  /** What whoever runs the silo should know. */
  warnings: async (signal?: AbortSignal): Promise<Warning[]> =>
    ((await request('GET', '/health/ready', undefined, signal)) as { warnings?: Warning[] } | undefined)?.warnings ?? [],

  entry: async (seq: number, signal?: AbortSignal): Promise<JournalEntry> =>
    (await request('GET', `/v1/events/${seq}`, undefined, signal)) as JournalEntry,

  rules: async (signal?: AbortSignal): Promise<RuleInfo[]> => items<RuleInfo>(await request('GET', '/v1/rules', undefined, signal)),
}
