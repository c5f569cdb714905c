import type { Alert } from './alert.ts'

/** How an alert stands to its clock. `unknown`: a calendar is missing; `none`: no clock runs. */
export type DueState = 'overdue' | 'soon' | 'running' | 'unknown' | 'none'

export function dueState(alert: Pick<Alert, 'dueAt' | 'dueSoonAt' | 'dueUnknownYear'>, now: number): DueState {
  if (alert.dueUnknownYear !== undefined) return 'unknown'
  if (!alert.dueAt) return 'none'
  if (Date.parse(alert.dueAt) <= now) return 'overdue'
  return alert.dueSoonAt && Date.parse(alert.dueSoonAt) <= now ? 'soon' : 'running'
}
