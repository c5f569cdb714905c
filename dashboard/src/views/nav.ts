import type { Component } from 'svelte'
import type { Key } from '../i18n/index.svelte.ts'
import type { Route } from '../model/route.ts'

interface Page {
  path: string
  label: Key
  views: readonly Route['view'][]
  /** Shown only to whoever has it; the server asks again. */
  right?: string
}

/** The pages of the header, in its order; the board stands for every address that is none of the others. */
export const pages: readonly Page[] = [
  { path: '/', label: 'nav.board', views: ['board', 'alert', 'unknown'] },
  { path: '/map', label: 'nav.map', views: ['map', 'entity', 'visit', 'graph', 'entry'] },
  { path: '/compare', label: 'nav.compare', views: ['compare'] },
  { path: '/rules', label: 'nav.rules', views: ['rules'] },
  { path: '/silences', label: 'nav.silences', views: ['silences'] },
  { path: '/policies', label: 'nav.policies', views: ['policies'], right: 'read-policies' },
  { path: '/audit', label: 'nav.audit', views: ['audit'], right: 'read-audit' },
  { path: '/access', label: 'nav.access', views: ['access'], right: 'read-access' },
]

/** Fetches what may be opened later while the network is still there; what fails is fetched when it is opened. */
export function warm(): void {
  const others = [() => import('./NoticeSettings.svelte'), () => import('./ViewsDialog.svelte'), () => import('./Wall.svelte')]
  for (const load of [...others, ...Object.values(lazyPages)]) load().catch(() => {})
}

/** What each address but the board's shows, in a file of its own. */
export const lazyPages: Partial<Record<Route['view'], () => Promise<{ default: Component }>>> = {
  rules: () => import('./Rules.svelte'),
  silences: () => import('./Silences.svelte'),
  audit: () => import('./access/AuditLog.svelte'),
  access: () => import('./access/Accounts.svelte'),
  own: () => import('./access/Own.svelte'),
}
