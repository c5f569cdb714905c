import { word } from '../i18n/index.svelte.ts'
import { roles, type AuditEntry } from '../model/access.ts'

/** What the server remarks of its own accord; the longer before what it begins with. */
const phrases = [
  'created as', 'issued as', 'password reset', 'link ended', 'linked with', 'revoked, of', 'revoked', 'rotated', 'disabled', 'locked', 'unlinked', 'districts all', 'institutions all',
  'districts', 'institutions', 'persons', 'caregivers', 'bindings', 'alerts', 'oidc', 'wall', 'claim', 'denied', 'state', 'replayed', 'nonce', 'audience', 'issuer', 'lifetime', 'signature',
  'algorithm', 'provider', 'unreachable',
]
const known = new RegExp(`(^|[^\\w.-])(${[...phrases, ...roles, 'device', 'feed'].join('|')})(?![\\w.-])`, 'g')
/** Of these the remark is the server's; of others it is what somebody has typed, or a file's name. */
const own = ['account', 'token', 'session', 'sign-in', 'read']

/** A remark in the audit as the officer reads it. It stands in the chain of hashes as it was written, so that only its fixed words are told otherwise. */
export const auditNote = (entry: Pick<AuditEntry, 'action' | 'note'>): string =>
  own.includes(entry.action) ? (entry.note ?? '').replace(known, (_, before: string, phrase: string) => before + (phrases.includes(phrase) ? word('auditNote', phrase) : word('role', phrase))) : (entry.note ?? '')
