import { hasIdeographs } from './pinyin.ts'

/** A journal entry of an entity's history. */
export interface Entry {
  seq: number
  recordedAt: string
  event: Record<string, unknown>
  alerts: string[]
  /** When it was withdrawn, counted again, and so on. */
  withdrawnAt?: string[]
}

export interface TimelineRow {
  entry: Entry
  type: string
  occurred: number
  recorded: number
  /** When the alerts that rest on it were raised. */
  raised: readonly number[]
  turns: readonly number[]
}

export type ClockName = 'occurred' | 'recorded'

/** Entries are told late when they come more than this after what they tell of, in milliseconds. */
export const lateAfter = 3_600_000

/** @param raised When alerts were raised, by their ids. */
export const rowOf = (entry: Entry, raised: Readonly<Record<string, string>> = {}): TimelineRow => ({
  entry,
  type: typeof entry.event.type === 'string' ? entry.event.type : '',
  occurred: Date.parse(typeof entry.event.time === 'string' ? entry.event.time : entry.recordedAt),
  recorded: Date.parse(entry.recordedAt),
  raised: entry.alerts.map((id) => Date.parse(raised[id] ?? entry.recordedAt)),
  turns: (entry.withdrawnAt ?? []).map((at) => Date.parse(at)),
})

export const isLate = (row: TimelineRow): boolean => row.recorded - row.occurred > lateAfter

/** Newest first by one of the two clocks; where they are equal, by the place in the journal. */
export const sortRows = (rows: readonly TimelineRow[], clock: ClockName): TimelineRow[] =>
  [...rows].sort((a, b) => b[clock] - a[clock] || b.entry.seq - a.entry.seq)

/** What was known at an instant. */
export const knownAt = (rows: readonly TimelineRow[], instant: number | undefined): readonly TimelineRow[] =>
  instant === undefined ? rows : rows.filter((row) => row.recorded <= instant)

/** How many alerts rested on an entry, as far as was known at an instant. */
export const alertsAt = (row: TimelineRow, instant = Infinity): number => row.raised.filter((at) => at <= instant).length

/** Whether an entry was known to be withdrawn at an instant: a withdrawal may be withdrawn in its turn. */
export const isWithdrawnAt = (row: TimelineRow, instant = Infinity): boolean => row.turns.filter((at) => at <= instant).length % 2 === 1

/** The instants at which something became known, oldest first: the steps of the slider. */
export const knowledgeSteps = (rows: readonly TimelineRow[]): number[] => [...new Set(rows.flatMap((row) => [row.recorded, ...row.raised, ...row.turns]))].sort((a, b) => a - b)

/** The types that stand in the list, with how many there are of each, the most first. */
export function typesOf(rows: readonly TimelineRow[]): [type: string, count: number][] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.type, (counts.get(row.type) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

const names = new WeakMap<Entry, string[]>()

/** The Chinese words of an entry, as they came: what is masked for the reader stands masked in them. */
export function namesIn(entry: Entry): string[] {
  let found = names.get(entry)
  if (found === undefined) {
    names.set(entry, (found = []))
    gather(entry.event, found)
  }
  return found
}

function gather(value: unknown, found: string[]): void {
  if (typeof value === 'string') {
    if (hasIdeographs(value)) found.push(value)
  } else if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) gather(one, found)
  }
}

const told = ['visitId', 'personId', 'caregiverId', 'institutionId', 'deviceId', 'itemId', 'claimId', 'planId', 'result', 'reason', 'level', 'kind', 'mode', 'month', 'amount', 'on', 'from', 'to', 'id'] as const

/** What tells an entry from its neighbours: a few of its fields, each with its name, as `say` puts them into words. */
export function gistOf(entry: Entry, subject: string, say: (field: string, value: string) => string = (field, value) => `${field} ${value}`): string {
  const data = entry.event.data
  if (typeof data !== 'object' || data === null) return ''
  const fields = data as Record<string, unknown>
  const parts = told.filter((name) => ['string', 'number'].includes(typeof fields[name]) && fields[name] !== subject).map((name) => say(name, String(fields[name])))
  if (typeof entry.event.subject === 'string' && entry.event.subject !== subject) parts.unshift(entry.event.subject)
  if (Array.isArray(fields.points)) parts.push(say('points', String(fields.points.length)))
  return parts.slice(0, 5).join(' · ')
}
