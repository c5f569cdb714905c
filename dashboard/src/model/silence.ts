import type { Alert } from './alert.ts'

/** Whom a silence may be about, by what an alert calls him. */
export const silenceSubjects = ['caregiver', 'person', 'institution', 'device'] as const
export type SilenceSubject = (typeof silenceSubjects)[number]

export type SilenceStatus = 'active' | 'ended' | 'expired'

export interface Silence {
  id: string
  seq: number
  rule: string
  subjectKind: SilenceSubject
  subjectId: string
  severity: string
  alertId: string
  reason: string
  by: string
  at: string
  /** The last day, `yyyy-MM-dd`. */
  until: string
  status: SilenceStatus
  endedAt?: string
  endedBy?: string
  note?: string
}

/** The longest silence, its first and last day counted. */
export const maxDays = 180

/** Rules that stop a benefit by law: the server refuses these, so the board does not offer it. */
const never = ['ELG-01', 'ELG-02', 'ELG-04', 'ELG-06', 'ELG-07']

export const subjectId = (alert: Alert, kind: SilenceSubject): string | undefined =>
  ({ caregiver: alert.caregiverId, person: alert.personId, institution: alert.institutionId, device: alert.deviceId })[kind]

/** Those of the alert for whom its rule may be silenced; none where it may not. */
export const silenceable = (alert: Alert): SilenceSubject[] =>
  (alert.status !== 'open' && alert.status !== 'acknowledged') || never.includes(alert.rule)
    ? []
    : silenceSubjects.filter((kind) => subjectId(alert, kind) !== undefined)

/** The day so many days after an instant's day in China, `yyyy-MM-dd`. */
export const dayAfter = (now: number, days: number): string => new Date(now + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
