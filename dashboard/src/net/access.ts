import type { Account, AuditPage, OpenSession, Purpose, Revealable, Scope, Token } from '../model/access.ts'
import { items, keep, request, type Session } from './api.ts'

const path = (list: string, id: string, verb = ''): string => `/v1/${list}/${encodeURIComponent(id)}${verb}`

/** What administrators, auditors and everybody for himself ask of the server about access. */
export const access = {
  accounts: async (signal?: AbortSignal): Promise<Account[]> => items<Account>(await request('GET', '/v1/accounts', undefined, signal)),

  createAccount: async (body: { name: string; displayName?: string; role: string } & Scope): Promise<{ account: Account; password: string }> =>
    (await request('POST', '/v1/accounts', body)) as { account: Account; password: string },

  changeAccount: async (name: string, body: Partial<Scope> & { displayName?: string; role?: string; disabled?: boolean }): Promise<Account> =>
    (await request('POST', path('accounts', name, '/change'), body)) as Account,

  /** Who an account is to the party that signs people in; empty: nobody. */
  linkAccount: async (name: string, externalId: string): Promise<Account> => (await request('POST', path('accounts', name, '/link'), { externalId })) as Account,

  resetPassword: async (name: string): Promise<string> =>
    ((await request('POST', path('accounts', name, '/password'), {})) as { password: string }).password,

  tokens: async (signal?: AbortSignal): Promise<Token[]> => items<Token>(await request('GET', '/v1/tokens', undefined, signal)),

  issueToken: async (body: { name: string; role: string; sources?: string[]; caregiverId?: string }): Promise<string> =>
    ((await request('POST', '/v1/tokens', body)) as { secret: string }).secret,

  rotateToken: async (id: string): Promise<string> => ((await request('POST', path('tokens', id, '/rotate'), {})) as { secret: string }).secret,

  revokeToken: async (id: string): Promise<void> => void (await request('POST', path('tokens', id, '/revoke'), {})),

  sessions: async (signal?: AbortSignal): Promise<OpenSession[]> => items<OpenSession>(await request('GET', '/v1/sessions', undefined, signal)),

  revokeSession: async (id: string): Promise<void> => void (await request('POST', path('sessions', id, '/revoke'), {})),

  audit: async (query: Record<string, string>, signal?: AbortSignal): Promise<AuditPage> => {
    const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))
    return (await request('GET', `/v1/audit?${asked}`, undefined, signal)) as AuditPage
  },

  auditHead: async (signal?: AbortSignal): Promise<{ number: number; hash: string }> =>
    (await request('GET', '/v1/audit/head', undefined, signal)) as { number: number; hash: string },

  changePassword: async (current: string, next: string): Promise<Session> =>
    keep((await request('POST', '/api/session/password', { current, next })) as Session),

  reveal: async (kind: Revealable, id: string, purpose: Purpose, note: string): Promise<{ until: string; view: Record<string, unknown> }> =>
    (await request('POST', path(kind, id, '/reveal'), { purpose, ...(note ? { note } : {}) })) as { until: string; view: Record<string, unknown> },
}
