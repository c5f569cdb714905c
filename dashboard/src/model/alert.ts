/** The alert as the wire contract names it, and the little that has to be mended where a sender leaves a field out. */

export const severities = ['P1', 'P2', 'P3', 'P4'] as const
export type Severity = (typeof severities)[number]

export const statuses = ['open', 'acknowledged', 'resolved', 'dismissed', 'withdrawn', 'silenced'] as const
export type Status = (typeof statuses)[number]

export const outcomes = ['confirmed', 'not-confirmed', 'undecidable', 'false-alarm'] as const
export type Outcome = (typeof outcomes)[number]

export const triageActions = ['acknowledge', 'assign', 'resolve', 'dismiss', 'reopen'] as const
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
}

export interface AlertDetail extends Alert {
  history: HistoryEntry[]
}

export interface RuleInfo {
  id: string
  title: Bilingual
  severity?: Severity
  version?: number
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
const legalOrder = ['draft', 'trial', 'in-force']

/** The status of the weakest text an alert rests on; `proposed` where no law speaks; one not known is shown as it is. */
export function legalStatus(alert: Pick<Alert, 'citations'>): string {
  const statuses = new Set(alert.citations.map((citation) => citation.status))
  if (statuses.size === 0) return 'proposed'
  return [...statuses].find((status) => !legalOrder.includes(status)) ?? legalOrder.find((status) => statuses.has(status)) ?? 'proposed'
}

/** What an officer has still to look at. */
export const isActive = (alert: Alert): boolean => alert.status === 'open' || alert.status === 'acknowledged'

/** The steps the server allows from a status; anything else would come back as 409. */
export function allowedActions(status: Status): readonly TriageAction[] {
  switch (status) {
    case 'open':
      return ['acknowledge', 'assign', 'resolve', 'dismiss']
    case 'acknowledged':
      return ['assign', 'resolve', 'dismiss']
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
  }
}

export const readAlerts = (items: unknown): Alert[] =>
  Array.isArray(items) ? items.map(readAlert).filter((alert): alert is Alert => alert !== undefined) : []
