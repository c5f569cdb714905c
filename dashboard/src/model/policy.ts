import type { Alert, Bilingual } from './alert.ts'

/** Policy versions, replays and shadows, as the API names them. */
export const policyStatuses = ['draft', 'approved', 'rejected', 'live', 'withdrawn'] as const
export type PolicyStatus = (typeof policyStatuses)[number]

export interface PolicyValue {
  region: string
  key: string
  value: number
  unit: string
  citation?: { source: string; article: string }
  proposed?: string
}

export interface PolicyStep {
  seq: number
  at: string
  by: string
  action: string
  note?: string
}

export interface PolicyVersion {
  id: string
  title: string
  status: PolicyStatus
  authors: string[]
  reviewer?: string
  /** The first day on which it counts, `yyyy-MM-dd`. */
  from?: string
  /** The first day on which it is tried beside what counts. */
  shadowFrom?: string
  values: PolicyValue[]
  history?: PolicyStep[]
}

/** What a draft is written from. */
export interface PolicyValues {
  regions: { id: string; name: Bilingual }[]
  sources: { id: string; title: Bilingual; status: string; articles: string[] }[]
  items: { key: string; unit: string; rules: string[]; values: { region: string; value: number; basis: string; from: string }[] }[]
}

export type ReplayStatus = 'running' | 'done' | 'cancelled' | 'failed'

export interface ReplayCount {
  rule: string
  before: number
  appear: number
  vanish: number
  change: number
}

/** An alert that would be another: without `before` it would appear, without `after` it would vanish. */
export interface ReplayedAlert {
  id: string
  rule: string
  before?: Alert
  after?: Alert
}

/** What an editor found of something that only the shadow finds. */
export interface ShadowVerdict {
  outcome: string
  note: string
  by: string
  at: string
}

/** As a replayed alert; without `before`, what editors found of it, the last first. */
export interface ShadowAlert extends ReplayedAlert {
  outcomes?: ShadowVerdict[]
}

/** A value in force that begins later and takes the place of one that is tried, before the replay's end. */
export interface Overtaken {
  region: string
  key: string
  from: string
  value: number
  unit: string
}

export interface Replay {
  id: string
  policy: string
  from: string
  to?: string
  status: ReplayStatus
  progress: { events: number; position: number; lastSeq: number; seconds: number }
  counts?: ReplayCount[]
  alerts?: ReplayedAlert[]
  overtaken?: Overtaken[]
}

export interface ShadowCount {
  alerts: number
  confirmed: number
  notConfirmed: number
  undecidable: number
  falseAlarm: number
  precision?: number
}

export interface ShadowOutcome {
  rule: string
  live: ShadowCount
  shadow: ShadowCount
  appear: number
  vanish: number
  change: number
  /** Of those that would appear, to how many an editor has given an outcome. */
  judged: number
}

export interface ShadowState {
  status: 'none' | 'catching-up' | 'following' | 'failed'
  failure?: string
  versions: string[]
  rules: string[]
  position: number
  lastSeq: number
}

/** Some of the alerts that differ. */
export interface ShadowPage {
  state: ShadowState
  alerts: ShadowAlert[]
  /** How many the filter has on all pages. */
  total: number
  /** After which the next page begins; none: this is the last. */
  next: string | undefined
}

export type PolicyAction = 'approve' | 'reject' | 'publish' | 'withdraw' | 'shadow' | 'unshadow'

/** The steps the server allows of a version to somebody; anything else would come back as 409. */
export function allowedSteps(version: PolicyVersion, user: string, today: string): readonly PolicyAction[] {
  const review: PolicyAction[] = version.authors.includes(user) ? [] : ['approve', 'reject']
  const trial: PolicyAction = version.shadowFrom === undefined ? 'shadow' : 'unshadow'
  switch (version.status) {
    case 'draft':
      return [...review, trial, 'withdraw']
    case 'approved':
      return ['publish', trial, 'withdraw']
    case 'rejected':
      return version.shadowFrom === undefined ? ['withdraw'] : ['unshadow', 'withdraw']
    case 'live':
      return version.from !== undefined && version.from > today ? ['withdraw'] : []
    case 'withdrawn':
      return []
  }
}

export const revisable = (version: PolicyVersion): boolean => version.status === 'draft' || version.status === 'rejected'

export type Difference = 'appear' | 'vanish' | 'change'

export const differenceOf = (alert: ReplayedAlert): Difference => (!alert.before ? 'appear' : alert.after ? 'change' : 'vanish')

/** Share of a replay that is judged, 0 to 1; an empty journal is judged. */
export const share = (replay: Pick<Replay, 'progress'>): number =>
  replay.progress.lastSeq > 0 ? Math.min(1, replay.progress.position / replay.progress.lastSeq) : 1

/** A line of the editor: everything is text until it is sent. */
export interface DraftLine {
  region: string
  key: string
  value: string
  source: string
  article: string
  proposed: string
}

/** The body of a draft, or the first line that lacks something, from 0. */
export function draftBody(title: string, lines: readonly DraftLine[], known: PolicyValues): { title: string; values: PolicyValue[] } | { line: number } {
  const values: PolicyValue[] = []
  for (const [line, row] of lines.entries()) {
    const unit = known.items.find((item) => item.key === row.key)?.unit
    const number = row.value.trim() === '' ? Number.NaN : Number(row.value)
    const law = row.source && row.article ? { citation: { source: row.source, article: row.article } } : undefined
    const why = row.proposed.trim() ? { proposed: row.proposed.trim() } : undefined
    if (!row.region || unit === undefined || !Number.isFinite(number) || (law === undefined) === (why === undefined)) return { line }
    values.push({ region: row.region, key: row.key, value: number, unit, ...law, ...why })
  }
  return { title: title.trim(), values }
}

export const lineOf = (value: PolicyValue): DraftLine => ({
  region: value.region,
  key: value.key,
  value: String(value.value),
  source: value.citation?.source ?? '',
  article: value.citation?.article ?? '',
  proposed: value.proposed ?? '',
})
