import { t, word } from '../i18n/index.svelte.ts'
import type { Alert } from '../model/alert.ts'
import { dateTime } from '../model/format.ts'

/** To whom, as a role is called. */
const to = (): string => word('role', 'supervisor')

export const escalatedSince = (alert: Pick<Alert, 'escalatesAt'>): string => t('escalation.since', { time: dateTime(alert.escalatesAt), role: to() })

export const escalatedTo = (): string => t('escalation.event', { role: to() })

/** Who holds what was escalated. */
export const heldBy = (assignee: string | undefined): string => (assignee ? t('escalation.held', { name: assignee }) : t('escalation.free'))
