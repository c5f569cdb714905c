import { severities, statuses, type Alert, type Severity, type Status } from './alert.ts'

/** What the board shows. An empty list means: no restriction. */
export interface Filter {
  severity: readonly Severity[]
  status: readonly Status[]
  rule: readonly string[]
  district: string
  text: string
}

/** What still needs somebody; the board opens with it, since closed alerts would bury the open ones. */
export const activeStatuses: readonly Status[] = ['open', 'acknowledged']

export const defaultFilter: Filter = { severity: [], status: activeStatuses, rule: [], district: '', text: '' }

const list = (value: string | null): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const known = <T extends string>(values: string[], all: readonly T[]): T[] => all.filter((one) => values.includes(one))

/** Reads the filter from a URL query. The names are the server's own, so a link can be turned into an API call by hand. */
export function parseFilter(query: URLSearchParams): Filter {
  const status = query.get('status')
  const chosen = known(list(status), statuses)
  return {
    severity: known(list(query.get('severity')), severities),
    status: status === 'all' ? [] : chosen.length > 0 ? chosen : activeStatuses,
    rule: list(query.get('rule')),
    district: (query.get('district') ?? '').trim(),
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
  put('q', filter.text.trim())
  next.delete('subject')
  return next
}

export const isDefault = (filter: Filter): boolean => writeFilter(filter).size === 0

export const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one) => b.includes(one))

/** Whether closed alerts can appear at all; if not, they need not be fetched. */
export const wantsClosed = (filter: Filter): boolean =>
  filter.status.length === 0 || filter.status.some((status) => !activeStatuses.includes(status))

/** The alert's words for the free-text filter, lower case. */
export const haystack = (alert: Alert): string =>
  [
    alert.id, alert.rule, alert.title.zh, alert.title.en, alert.personId, alert.caregiverId,
    alert.institutionId, alert.deviceId, alert.districtCode, alert.assignee, ...alert.visitIds,
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase()

/**
 * Builds the test for one filter. Every word of the text must occur.
 * `districtName` lets an officer type a district's name; pass nothing to match codes only.
 */
export function matcher(filter: Filter, districtName: (code: string) => string = () => ''): (alert: Alert) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return (alert) => {
    if (filter.severity.length > 0 && !filter.severity.includes(alert.severity)) return false
    if (filter.status.length > 0 && !filter.status.includes(alert.status)) return false
    if (filter.rule.length > 0 && !filter.rule.includes(alert.rule)) return false
    // A city code (four digits) stands for all its districts.
    if (filter.district && !(alert.districtCode ?? '').startsWith(filter.district)) return false
    if (words.length === 0) return true
    const hay = haystack(alert) + '\n' + districtName(alert.districtCode ?? '').toLowerCase()
    return words.every((word) => hay.includes(word))
  }
}

/** Counts by severity of what passes everything in the filter but its severity, so that the counters stay choices. */
export function countBySeverity(
  alerts: readonly Alert[],
  filter: Filter,
  districtName?: (code: string) => string,
): Record<Severity, number> {
  const matches = matcher({ ...filter, severity: [] }, districtName)
  const counts: Record<Severity, number> = { P1: 0, P2: 0, P3: 0, P4: 0 }
  for (const alert of alerts) if (matches(alert) && alert.severity in counts) counts[alert.severity]++
  return counts
}
