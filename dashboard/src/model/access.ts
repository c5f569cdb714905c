/** Accounts, tokens, sessions and the audit, as the server tells them. */
export const roles = ['officer', 'investigator', 'supervisor', 'auditor', 'quality-control', 'policy-editor', 'administrator'] as const
export type Role = (typeof roles)[number]

/** An account of such a role is of some districts or institutions; the others may be of all. */
export const needsScope = (role: string): boolean => role === 'officer' || role === 'investigator'

export interface Scope {
  districts: string[]
  institutions: string[]
}

export interface Account extends Scope {
  name: string
  displayName?: string
  role: string
  disabled: boolean
  mustChange: boolean
  source: 'file' | 'desk'
  externalId?: string
  createdBy?: string
  createdAt?: string
}

export interface Token {
  id: string
  name: string
  role: string
  sources: string[]
  caregiverId?: string
  revoked: boolean
  issuedBy: string
  issuedAt: string
  rotatedAt?: string
  revokedAt?: string
}

export interface OpenSession {
  id: string
  user: string
  begun: string
  expires: string
  from?: string
  own: boolean
  way?: 'oidc' | 'wall'
}

export interface AuditEntry {
  n: number
  action: string
  by?: string
  role?: string
  at: string
  from?: string
  session?: string
  kind?: string
  id?: string
  purpose?: string
  note?: string
  result: string
  request?: string
}

export interface AuditPage {
  items: AuditEntry[]
  next?: number
}

export const purposes = ['investigation', 'contact', 'appeal', 'correction', 'quality-control', 'law-enforcement'] as const
export type Purpose = (typeof purposes)[number]

export const actions = ['read', 'history', 'event', 'reveal', 'export', 'refused', 'sign-in', 'sign-out', 'password', 'account', 'token', 'session', 'outcome'] as const

/** The kinds of entities that have personal data, by the word in their address. */
export type Revealable = 'persons' | 'caregivers' | 'bindings'

/** Codes as somebody types them: apart by commas, spaces or lines, in either script. */
export const codesOf = (text: string): string[] => [...new Set(text.split(/[\s,;\uff0c\u3001\uff1b]+/).filter(Boolean))]
