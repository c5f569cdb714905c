import type { Alert, Severity } from './alert.ts'
import { typologyOf } from './typology.ts'

export const sorts = ['time', 'due', 'severity'] as const
export type Sort = (typeof sorts)[number]

export const groupings = ['none', 'subject', 'typology'] as const
export type Grouping = (typeof groupings)[number]

export interface Arrangement {
  sort: Sort
  group: Grouping
}

export function parseArrangement(query: URLSearchParams): Arrangement {
  const of = <T extends string>(name: string, all: readonly T[], otherwise: T): T => all.find((one) => one === query.get(name)) ?? otherwise
  return { sort: of('sort', sorts, 'time'), group: of('group', groupings, 'none') }
}

export function writeArrangement({ sort, group }: Arrangement, query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query)
  if (sort === 'time') next.delete('sort')
  else next.set('sort', sort)
  if (group === 'none') next.delete('group')
  else next.set('group', group)
  return next
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** Later than any instant, and still exact to the millisecond when one is added. */
const afterAllClocks = 4e15
/**
 * What has no clock comes after what has one: first that of which a calendar is missing, then what somebody took too late, by how long
 * it had waited, and last what waits for nobody.
 */
const due = (alert: Alert): number =>
  alert.dueMs ?? (alert.dueUnknownYear !== undefined ? afterAllClocks : alert.escalatesMs !== undefined ? afterAllClocks + alert.escalatesMs : Infinity)
const byTime = (a: Alert, b: Alert): number => b.seq - a.seq || byText(a.id, b.id)
/** Infinity less itself is no number. */
const byDue = (a: Alert, b: Alert): number => {
  const [x, y] = [due(a), due(b)]
  return x === y ? byText(a.severity, b.severity) || byText(a.raisedAt, b.raisedAt) || byText(a.id, b.id) : x < y ? -1 : 1
}
const bySeverity = (a: Alert, b: Alert): number => byText(a.severity, b.severity) || byTime(a, b)

const orders: Record<Sort, (a: Alert, b: Alert) => number> = { time: byTime, due: byDue, severity: bySeverity }

/** Puts alerts that are newest change first into another order. */
export const sorted = (alerts: readonly Alert[], sort: Sort): readonly Alert[] => (sort === 'time' ? alerts : [...alerts].sort(orders[sort]))

export interface Group {
  key: string
  /** The subject's id; empty: the alert names nobody. */
  subject: string
  typology: string | undefined
  /** The finding of the pattern itself, where there is one. */
  suspicion: Alert | undefined
  count: number
  worst: Severity
  ids: string[]
}

export type Line = { kind: 'group'; key: string; group: Group; open: boolean } | { kind: 'alert'; key: string; alert: Alert }

const lines = new WeakMap<Alert, Line>()

/** The same line for the same alert, so that a row that stays as it is is not drawn anew. */
export function lineOf(alert: Alert): Line {
  let line = lines.get(alert)
  if (!line) lines.set(alert, (line = { kind: 'alert', key: alert.id, alert }))
  return line
}

/** The one an alert is about first of all. */
export const subjectOf = (alert: Alert): string => alert.personId ?? alert.caregiverId ?? alert.institutionId ?? alert.deviceId ?? ''

const subjectsOf = (alert: Alert): string[] => [alert.personId, alert.caregiverId, alert.institutionId, alert.deviceId].filter((id): id is string => Boolean(id))

/**
 * The lines of a list that is grouped: alerts under the heads of their groups. A group stands where its first alert stands, so that the order
 * of the list goes on to hold.
 */
export function linesOf(alerts: readonly Alert[], grouping: Exclude<Grouping, 'none'>, closed: ReadonlySet<string>): Line[] {
  const place = grouping === 'subject' ? (alert: Alert) => ({ subject: subjectOf(alert), typology: undefined }) : caseOf(alerts)
  const groups = new Map<string, { group: Group; alerts: Alert[] }>()
  for (const alert of alerts) {
    const { subject, typology } = place(alert)
    const key = `${typology ?? ''} ${subject}`
    let entry = groups.get(key)
    if (!entry) {
      entry = { group: { key, subject, typology, suspicion: undefined, count: 0, worst: alert.severity, ids: [] }, alerts: [] }
      groups.set(key, entry)
    }
    entry.alerts.push(alert)
    entry.group.count++
    entry.group.ids.push(alert.id)
    if (alert.severity < entry.group.worst) entry.group.worst = alert.severity
    if (typology !== undefined && alert.rule === typology) entry.group.suspicion = alert
  }
  return [...groups.values()].flatMap(({ group, alerts: own }): Line[] => {
    const open = !closed.has(group.key)
    const head: Line = { kind: 'group', key: `group ${group.key}`, group, open }
    return open ? [head, ...own.map((alert) => lineOf(alert))] : [head]
  })
}

/** One case for a pattern and a subject: the suspicion's own subject where there is one that names anybody of the alert. */
function caseOf(alerts: readonly Alert[]): (alert: Alert) => { subject: string; typology: string | undefined } {
  const suspected = new Map<string, string>()
  for (const alert of alerts) {
    const typology = typologyOf(alert.rule)
    if (typology === undefined || alert.rule !== typology) continue
    for (const subject of subjectsOf(alert)) suspected.set(`${typology} ${subject}`, subjectOf(alert))
  }
  return (alert) => {
    const typology = typologyOf(alert.rule)
    const own = subjectsOf(alert).map((subject) => suspected.get(`${typology} ${subject}`)).find((subject) => subject !== undefined)
    return { subject: own ?? subjectOf(alert), typology }
  }
}
