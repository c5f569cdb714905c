import type { Key } from '../i18n/index.svelte.ts'
import type { Route } from '../model/route.ts'

/** The pages of the header, in its order; the board stands for every address that is none of the others. */
export const pages: readonly { path: string; label: Key; views: readonly Route['view'][] }[] = [
  { path: '/', label: 'nav.board', views: ['board', 'alert', 'unknown'] },
  { path: '/rules', label: 'nav.rules', views: ['rules'] },
  { path: '/silences', label: 'nav.silences', views: ['silences'] },
]
