import { severities, stageOf, stages, type Alert, type Severity, type Stage } from './alert.ts'
import { dueState, isEscalated } from './due.ts'

/** What the board shows. An empty list or text means: no restriction. */
export interface Filter {
  severity: readonly Severity[]
  status: readonly Stage[]
  rule: readonly string[]
  district: string
  institution: readonly string[]
  /** Names of officers; `me` for whoever looks, `-` for nobody. */
  assignee: readonly string[]
  /** `soon` has the overdue ones as well, and so has `escalated`, with those that were taken too late. */
  due: '' | 'overdue' | 'soon' | 'escalated'
  /** Raised at this instant or later. */
  since: string
  text: string
}

/** What a filter means depends on who asks, and when. */
export interface Viewer {
  user: string
  now: number
  /** Both names of a district, so that an officer can type them; none: codes only. */
  districtName?: (code: string) => string
  /** The name of an institution, where it is known. */
  institutionName?: (id: string) => string
  /** Whether a text is read as a word was typed; none: nothing is found by pinyin. */
  reader?: ((text: string, word: string) => boolean) | undefined
}

/** What has a name that can be typed, and how the server knows it. */
export interface Named {
  text: string
  id: string
}

/** What still needs somebody; the board opens with it, since closed alerts would bury the open ones. */
export const activeStatuses: readonly Stage[] = ['open', 'acknowledged']
/** What needs nobody any more: it is looked up, not watched. */
const closedStatuses: readonly Stage[] = ['resolved', 'dismissed', 'withdrawn', 'silenced']

export const defaultFilter: Filter = {
  severity: [], status: activeStatuses, rule: [], district: '', institution: [], assignee: [], due: '', since: '', text: '',
}

/** Stand for whoever looks, and for nobody. */
export const me = 'me'
export const nobody = '-'

const list = (value: string | null): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const known = <T extends string>(values: string[], all: readonly T[]): T[] => all.filter((one) => values.includes(one))

/** Reads the filter from a URL query. The names are the server's own, so a link can be turned into an API call by hand. */
export function parseFilter(query: URLSearchParams): Filter {
  const status = query.get('status')
  const chosen = known(list(status), stages)
  const since = (query.get('since') ?? '').replace(' ', '+')
  return {
    severity: known(list(query.get('severity')), severities),
    status: status === 'all' ? [] : chosen.length > 0 ? chosen : activeStatuses,
    rule: list(query.get('rule')),
    district: (query.get('district') ?? '').trim(),
    institution: list(query.get('institution')),
    assignee: list(query.get('assignee')),
    due: known(list(query.get('due')), ['overdue', 'soon', 'escalated'] as const).at(-1) ?? '',
    since: Number.isNaN(Date.parse(since)) ? '' : since,
    text: (query.get('q') ?? query.get('subject') ?? '').trim(),
  }
}

/** Writes the filter into a query, leaving other parameters as they are; what is default is left out. */
export function writeFilter(filter: Filter, query = new URLSearchParams()): URLSearchParams {
  const next = new URLSearchParams(query)
  const put = (name: string, value: string): void => (value ? next.set(name, value) : next.delete(name))
  put('severity', filter.severity.join(','))
  put('status', sameSet(filter.status, activeStatuses) ? '' : filter.status.length === 0 ? 'all' : filter.status.join(','))
  put('rule', filter.rule.join(','))
  put('district', filter.district)
  put('institution', filter.institution.join(','))
  put('assignee', filter.assignee.join(','))
  put('due', filter.due)
  put('since', filter.since)
  put('q', filter.text.trim())
  next.delete('subject')
  return next
}

/** The longest text that the server takes. */
const longestText = 4_000

/**
 * The filter as the server understands it: for the same alerts as on the board, to count them, take the next of them, or have a file of
 * them. The server knows neither pinyin nor the names of institutions, so that each word goes with the ids of what is called so
 * (`hpq|=120101`).
 */
export function serverQuery(filter: Filter, { user, reader }: Viewer, districtsOf: (city: string) => readonly string[], names: readonly Named[]): URLSearchParams {
  const query = writeFilter(filter)
  if (filter.status.length === 0) query.delete('status')
  else query.set('status', filter.status.join(','))
  if (filter.district.length === 4) query.set('district', districtsOf(filter.district).join(','))
  if (filter.assignee.length > 0) query.set('assignee', filter.assignee.map((name) => (name === me ? user : name)).join(','))
  const named = wordsOf(filter).map((word) => {
    const ids = names.filter(({ text }) => text.toLowerCase().includes(word) || reader?.(text, word)).map(({ id }) => `|=${id}`)
    return word + [...new Set(ids)].join('')
  })
  if (named.length > 0) query.set('q', named.join(' ').slice(0, longestText))
  return query
}

export const isDefault = (filter: Filter): boolean => writeFilter(filter).size === 0

export const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one) => b.includes(one))

/** What of a filter asks for closed alerts. */
export const closedOf = (filter: Filter): readonly Stage[] => closedStatuses.filter((status) => filter.status.length === 0 || filter.status.includes(status))

/** Whether closed alerts can appear at all; if not, they need not be fetched. */
export const wantsClosed = (filter: Filter): boolean => closedOf(filter).length > 0

/** The alert's own words for the free-text filter. */
export const haystack = (alert: Alert): string =>
  [
    alert.id, alert.rule, alert.title.zh, alert.title.en, alert.personId, alert.caregiverId,
    alert.institutionId, alert.deviceId, alert.districtCode, alert.assignee, ...alert.visitIds,
  ]
    .filter(Boolean)
    .join('\n')

/** The parts of a filter that each have counters of their own, in the order of their tests. */
export const facetNames = ['severity', 'status', 'rule', 'district', 'institution', 'assignee', 'due'] as const
export type FacetName = (typeof facetNames)[number]

type Test = (alert: Alert) => boolean

/** One test for each part of a filter that restricts anything; `rest` has what no counter stands for. */
export function tests(filter: Filter, viewer: Viewer): Partial<Record<FacetName | 'rest', Test>> {
  const result: Partial<Record<FacetName | 'rest', Test>> = {}
  const { severity, status, rule, district, institution, due } = filter
  if (severity.length > 0) result.severity = (alert) => severity.includes(alert.severity)
  if (status.length > 0) result.status = (alert) => status.includes(alert.status) || status.includes(stageOf(alert))
  if (rule.length > 0) result.rule = (alert) => rule.includes(alert.rule)
  // A city code (four digits) stands for all its districts.
  if (district) result.district = (alert) => (alert.districtCode ?? '').startsWith(district)
  if (institution.length > 0) result.institution = (alert) => institution.includes(alert.institutionId ?? '')
  const assignees = filter.assignee.map((name) => (name === me ? viewer.user : name))
  if (assignees.length > 0) result.assignee = (alert) => assignees.includes(alert.assignee ?? nobody)
  if (due === 'escalated') result.due = (alert) => isEscalated(alert, viewer.now)
  else if (due) {
    result.due = (alert) => {
      const state = dueState(alert, viewer.now)
      return state === 'overdue' || (due === 'soon' && state === 'soon')
    }
  }
  const rest = restTest(filter, viewer)
  if (rest) result.rest = rest
  return result
}

const wordsOf = (filter: Filter): string[] => filter.text.toLowerCase().split(/\s+/).filter(Boolean)

function restTest(filter: Filter, viewer: Viewer): Test | undefined {
  const words = wordsOf(filter)
  const since = filter.since ? Date.parse(filter.since) : undefined
  if (words.length === 0 && since === undefined) return undefined
  return (alert) => {
    if (since !== undefined && Date.parse(alert.raisedAt) < since) return false
    if (words.length === 0) return true
    const district = viewer.districtName?.(alert.districtCode ?? '') ?? ''
    const institution = viewer.institutionName?.(alert.institutionId ?? '') ?? ''
    const hay = `${haystack(alert)}\n${district}\n${institution}`.toLowerCase()
    const read = [alert.title.zh, district, institution, alert.assignee ?? '']
    return words.every((word) => hay.includes(word) || (viewer.reader !== undefined && read.some((text) => viewer.reader?.(text, word))))
  }
}

/** Builds the test for one filter. Every word of the text must occur. */
export function matcher(filter: Filter, viewer: Viewer): Test {
  const all = Object.values(tests(filter, viewer))
  return (alert) => all.every((test) => test(alert))
}
