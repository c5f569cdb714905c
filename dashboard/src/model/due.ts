import type { Alert } from './alert.ts'

/** How an alert stands to its clock. `unknown`: a calendar is missing; `none`: no clock runs. */
export type DueState = 'overdue' | 'soon' | 'running' | 'unknown' | 'none'

export function dueState(alert: Pick<Alert, 'dueMs' | 'dueSoonMs' | 'dueUnknownYear'>, now: number): DueState {
  if (alert.dueUnknownYear !== undefined) return 'unknown'
  if (alert.dueMs === undefined) return 'none'
  if (alert.dueMs <= now) return 'overdue'
  return alert.dueSoonMs !== undefined && alert.dueSoonMs <= now ? 'soon' : 'running'
}

/**
 * What nobody took in its time is a matter of the supervisors until it is closed. That follows from the alert and the time alone, so
 * that nothing has to happen at its instant, and every screen comes to the same by itself.
 */
export const isEscalated = (alert: Pick<Alert, 'escalatesMs'>, now: number): boolean => alert.escalatesMs !== undefined && alert.escalatesMs <= now
