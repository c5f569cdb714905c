import { readAlert, type Alert } from '../src/model/alert.ts'

export const alert = (change: Partial<Alert> = {}): Alert => ({
  id: 'a', seq: 1, rule: 'VIS-01', severity: 'P3', title: { zh: 'zh title', en: 'No check-out' }, status: 'open',
  occurredAt: '2026-11-20T09:00:00+08:00', raisedAt: '2026-11-20T11:30:00+08:00', decidedLate: false,
  visitIds: [], citations: [], evidence: [], figures: {}, ...change,
})

/** The clock of an alert as it comes off the wire. */
export const due = (at: string, soon = at): Partial<Alert> => {
  const { dueAt, dueSoonAt, dueMs, dueSoonMs } = readAlert({ ...alert(), dueAt: at, dueSoonAt: soon }) ?? {}
  return { dueAt, dueSoonAt, dueMs, dueSoonMs } as Partial<Alert>
}
