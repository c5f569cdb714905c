import { t, type Key } from '../i18n/index.svelte.ts'
import { zh } from '../i18n/zh.ts'
import { ApiError } from '../net/api.ts'

/**
 * Why something failed, in the officer's words, with the field that is to blame. On a second line what the server adds, in English.
 * `Said` shows the two.
 */
export function reason(error: unknown): string {
  if (!(error instanceof ApiError) || error.status === 0) return t('error.network')
  const key = `problem.${error.code}`
  const what = key in zh ? t(key as Key) : t('error.status', { status: error.status })
  const member = `member.${error.member}`
  const words = member in zh ? t('error.member', { problem: what, member: t(member as Key) }) : what
  return error.detail ? `${words}\n${error.detail}` : words
}
