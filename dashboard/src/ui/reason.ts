import { t } from '../i18n/index.svelte.ts'
import { ApiError } from '../net/api.ts'

/** Why something failed, in a sentence for an officer: the server's own words when it gave any. */
export function reason(error: unknown): string {
  if (!(error instanceof ApiError) || error.status === 0) return t('error.network')
  return error.detail || t('error.status', { status: error.status })
}
