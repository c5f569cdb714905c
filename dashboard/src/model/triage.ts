import { allowedActions, type Alert, type TriageAction } from './alert.ts'

const taking: readonly TriageAction[] = ['acknowledge', 'assign', 'investigate']

/**
 * Whether a conflict is one that concerns nobody: the engine has found more, nobody else has done anything, and what was asked for is
 * to take the alert, which is the same thing with more evidence. A closing is another matter: its reason was written before.
 */
export const conflictIsOurs = (action: TriageAction, alert: Alert | undefined): boolean =>
  alert !== undefined && alert.by === 'system' && alert.action === 'changed' && taking.includes(action) && allowedActions(alert).includes(action)
