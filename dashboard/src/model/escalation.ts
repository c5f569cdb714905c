import type { Alert, HistoryEntry } from './alert.ts'
import { writeArrangement } from './arrange.ts'
import { defaultFilter, parseFilter, writeFilter } from './filter.ts'

/** Those that are escalated, and when the next will be; undefined: none of them ever, as they stand. */
export function escalatedOf(alerts: readonly Alert[], now: number): { alerts: readonly Alert[]; next: number | undefined } {
  const escalated: Alert[] = []
  let next: number | undefined
  for (const alert of alerts) {
    const at = alert.escalatesMs
    if (at === undefined) continue
    if (at <= now) escalated.push(alert)
    else if (next === undefined || at < next) next = at
  }
  return { alerts: escalated, next }
}

/** Told of once each: the ids of those that were escalated at the last look, with their instants. */
export type Told = ReadonlyMap<string, number>

export const toldOf = (escalated: readonly Alert[]): Told => new Map(escalated.map((alert) => [alert.id, alert.escalatesMs ?? 0]))

/**
 * Those that have become escalated since the last look. What came in late and was escalated before anybody looked on is no news:
 * a page loads its alerts bit by bit.
 *
 * @param since When the page began to look on.
 */
export const newlyEscalated = (escalated: readonly Alert[], told: Told, since: number): Alert[] =>
  escalated.filter((alert) => told.get(alert.id) !== alert.escalatesMs && Math.max(alert.escalatesMs ?? 0, Date.parse(alert.changedAt ?? '') || 0) > since)

/** That an alert's clock ran out while nobody took it, as its history has to tell it: no entry of the journal stands for it. */
export interface Escalation {
  /** When it became a matter of the supervisors. */
  at: string
  /** By when it should have been taken; before `at` where it was given back after that. */
  dueAt: string
  /** Who held it then without having taken it up. */
  assignee?: string
}

/** A history, oldest first, with its escalations where they belong: one for each clock that ran out. */
export function withEscalations(history: readonly HistoryEntry[], now: number): (HistoryEntry | Escalation)[] {
  const inOrder = [...history].sort((a, b) => a.seq - b.seq)
  let told: string | undefined
  return inOrder.flatMap((entry, i): (HistoryEntry | Escalation)[] => {
    const { dueAt } = entry
    const next = inOrder[i + 1]
    const until = next ? Date.parse(next.at) : now
    if (dueAt === undefined || dueAt === told || Date.parse(dueAt) > until) return [entry]
    told = dueAt
    const at = Date.parse(dueAt) < Date.parse(entry.at) ? entry.at : dueAt
    return [entry, { at, dueAt, ...(entry.assignee === undefined ? {} : { assignee: entry.assignee }) }]
  })
}

/** The board's query for them: the one that has waited longest first. */
export const escalatedQuery = (): URLSearchParams => writeArrangement({ sort: 'due', group: 'none' }, writeFilter({ ...defaultFilter, due: 'escalated' }))

/** Whether the board shows just them, whatever else is asked of them. */
export const showsEscalated = (query: URLSearchParams): boolean => parseFilter(query).due === 'escalated'
