import type { Alert } from './alert.ts'

/** How an alert stands to its clock. `unknown`: a calendar is missing; `none`: no clock runs. */
export type DueState = 'overdue' | 'soon' | 'running' | 'unknown' | 'none'

export function dueState(alert: Pick<Alert, 'dueMs' | 'dueSoonMs' | 'dueUnknownYear'>, now: number): DueState {
  if (alert.dueUnknownYear !== undefined) return 'unknown'
  if (alert.dueMs === undefined) return 'none'
  if (alert.dueMs <= now) return 'overdue'
  return alert.dueSoonMs !== undefined && alert.dueSoonMs <= now ? 'soon' : 'running'
}
