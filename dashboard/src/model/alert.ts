/** The alert as the wire contract names it, and the little that has to be mended where a sender leaves a field out. */

export const severities = ['P1', 'P2', 'P3', 'P4'] as const
export type Severity = (typeof severities)[number]

export const statuses = ['open', 'acknowledged', 'resolved', 'dismissed', 'withdrawn', 'silenced'] as const
export type Status = (typeof statuses)[number]

/** What a list can be asked for: the statuses, and what of `acknowledged` somebody looks into. */
export const stages = ['open', 'acknowledged', 'investigating', 'resolved', 'dismissed', 'withdrawn', 'silenced'] as const
export type Stage = (typeof stages)[number]

export const outcomes = ['confirmed', 'not-confirmed', 'undecidable', 'false-alarm'] as const
export type Outcome = (typeof outcomes)[number]

export const triageActions = ['acknowledge', 'assign', 'investigate', 'release', 'resolve', 'dismiss', 'reopen', 'undo'] as const
export type TriageAction = (typeof triageActions)[number]

export interface Bilingual {
  zh: string
  en: string
}

export interface Citation {
  source: string
  article: string
  status: string
  text?: string
}

export interface Evidence {
  seq: number
  source: string
  id: string
  note: string
  occurredAt?: string
}

export interface Figure {
  value: number | string
  unit?: string
  limit?: number | string
  /** `proposed`, or `source:article`. */
  basis?: string
}

/** What one rule contributes to a suspicion. */
export interface Contribution {
  rule: string
  severity: Severity
  weight: number
  basis: string
  /** By how much it raised the score; all together make the score. */
  added: number
  /** How many of its findings stand; a rule counts once. */
  findings: number
  /** The first of their alerts. */
  alertIds: string[]
}

export interface Alert {
  id: string
  /** Place in the journal of the alert's latest change; grows with every change. */
  seq: number
  rule: string
  ruleVersion?: string | number
  severity: Severity
  title: Bilingual
  status: Status
  occurredAt: string
  raisedAt: string
  changedAt?: string
  endedAt?: string
  decidedLate: boolean
  personId?: string
  caregiverId?: string
  institutionId?: string
  deviceId?: string
  districtCode?: string
  visitIds: string[]
  citations: Citation[]
  evidence: Evidence[]
  figures: Record<string, Figure>
  assignee?: string
  outcome?: string
  /** What made its latest change, and who. */
  action?: string
  by?: string
  /** Since when it waits for somebody, where that is not since it was raised. */
  openedAt?: string
  investigatingSince?: string
  /** By when somebody should have taken it; absent: no clock runs. */
  dueAt?: string
  dueSoonAt?: string
  /** The same two in milliseconds, read once: thousands are compared every second. */
  dueMs?: number
  dueSoonMs?: number
  /** From when on it is a matter of the supervisors: of one that waits its due time, of one that was taken after that the time it had missed. */
  escalatesAt?: string
  escalatesMs?: number
  /** The year whose calendar is missing, so that nobody can say when it is due. */
  dueUnknownYear?: number
  /** The last day of the silence it is under, `yyyy-MM-dd`. */
  silencedUntil?: string
  silenceId?: string
  /** Of a suspicion only. */
  contributions?: Contribution[]
}

export interface HistoryEntry {
  seq: number
  at: string
  by: string
  action: string
  status: string
  note?: string
  assignee?: string
  outcome?: string
  silencedUntil?: string
  /** By when it was to be taken, of a change after which it waited. */
  dueAt?: string
}

export interface AlertDetail extends Alert {
  history: HistoryEntry[]
}

/** A number that a rule compares with, as it is in force today in every region. */
export interface RuleThreshold {
  key: string
  unit?: string
  /** `basis`: `proposed`, or `source:article`; `from`: the first day in force. */
  regions: { region: string; value: number; basis: string; from: string }[]
}

export interface RuleInfo {
  id: string
  title: Bilingual
  severity?: Severity
  version?: number
  thresholds?: RuleThreshold[]
  citations?: Citation[]
  /** Of a typology: the rules whose findings it gathers; without a weight: yet to come. */
  members?: { rule: string; weight?: number; direct: boolean }[]
}

export interface JournalEntry {
  seq: number
  recordedAt: string
  event: Record<string, unknown>
}

/** From what binds nobody to what binds. */
const legalOrder = ['draft', 'ended', 'trial', 'in-force']

/** The status of the weakest text an alert rests on; `proposed` where no law speaks; one not known is shown as it is. */
export function legalStatus(alert: Pick<Alert, 'citations'>): string {
  const statuses = new Set(alert.citations.map((citation) => citation.status))
  if (statuses.size === 0) return 'proposed'
  return [...statuses].find((status) => !legalOrder.includes(status)) ?? legalOrder.find((status) => statuses.has(status)) ?? 'proposed'
}

/** What an officer has still to look at. */
export const isActive = (alert: Alert): boolean => alert.status === 'open' || alert.status === 'acknowledged'

/** Where it stands, as an officer says it. */
export const stageOf = (alert: Pick<Alert, 'status' | 'investigatingSince'>): Stage =>
  alert.status === 'acknowledged' && alert.investigatingSince ? 'investigating' : alert.status

/** The steps the server allows from where an alert stands; anything else would come back as 409. */
export function allowedActions(alert: Pick<Alert, 'status' | 'investigatingSince' | 'assignee'>): readonly TriageAction[] {
  switch (stageOf(alert)) {
    case 'open':
      return ['acknowledge', 'investigate', 'assign', ...(alert.assignee ? (['release'] as const) : []), 'resolve', 'dismiss']
    case 'acknowledged':
      return ['investigate', 'assign', 'release', 'resolve', 'dismiss']
    case 'investigating':
      return ['resolve', 'dismiss', 'assign', 'release']
    case 'silenced':
      return ['resolve', 'dismiss']
    case 'resolved':
    case 'dismissed':
      return ['reopen']
    case 'withdrawn':
      return []
  }
}

/** A resolution or dismissal without a reason would be worthless to whoever reviews it later. */
export const noteRequired = (action: TriageAction): boolean => action === 'resolve' || action === 'dismiss'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const instant = (name: string, text: unknown): Record<string, number> => {
  const ms = typeof text === 'string' ? Date.parse(text) : NaN
  return Number.isNaN(ms) ? {} : { [name]: ms }
}

/**
 * Takes one item off the wire. A row that cannot be keyed or ordered is refused;
 * absent collections become empty ones, so that no view has to ask.
 */
export function readAlert(raw: unknown): Alert | undefined {
  if (!isRecord(raw) || typeof raw.id !== 'string' || typeof raw.seq !== 'number') return undefined
  const title = isRecord(raw.title) ? raw.title : {}
  const rule = typeof raw.rule === 'string' ? raw.rule : ''
  return {
    ...(raw as unknown as Alert),
    rule,
    title: { zh: String(title.zh ?? rule), en: String(title.en ?? title.zh ?? rule) },
    decidedLate: raw.decidedLate === true,
    visitIds: Array.isArray(raw.visitIds) ? raw.visitIds : [],
    citations: Array.isArray(raw.citations) ? raw.citations : [],
    evidence: Array.isArray(raw.evidence) ? raw.evidence : [],
    figures: isRecord(raw.figures) ? (raw.figures as Record<string, Figure>) : {},
    ...instant('dueMs', raw.dueAt),
    ...instant('dueSoonMs', raw.dueSoonAt),
    ...instant('escalatesMs', raw.escalatesAt),
  }
}

/** As the list keeps it: an open board holds thousands, and what only the detail shows is fetched with it. Of the law stays how far it stands. */
export const slim = (alert: Alert): Alert => ({ ...alert, citations: alert.citations.map(({ source, article, status }) => ({ source, article, status })), evidence: [] })

export const readAlerts = (items: unknown): Alert[] =>
  Array.isArray(items) ? items.map(readAlert).filter((alert): alert is Alert => alert !== undefined) : []
