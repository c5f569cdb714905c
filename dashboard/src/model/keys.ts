/** The keys of the board, in the order in which the help lists them. */
export const keys = [
  ['down', 'j'], ['up', 'k'], ['open', 'Enter'], ['close', 'Escape'], ['pick', 'x'], ['acknowledge', 'a'], ['investigate', 'i'], ['mine', 'm'],
  ['end', 'e'], ['silence', 's'], ['next', 'n'], ['undo', 'u'], ['search', '/'], ['help', '?'],
] as const

export type KeyAction = (typeof keys)[number][0]

/** The keys of a timeline's row, beside those that walk the rows. */
export const timelineKeys = [['pin', 'p'], ['replay', 'r']] as const

export type TimelineAction = (typeof timelineKeys)[number][0]

export const timelineKeyOf = (pressed: string): TimelineAction | undefined => timelineKeys.find(([, key]) => key === pressed)?.[0]

const ofKey = new Map<string, KeyAction>(keys.map(([action, key]) => [key, action]))

/** What changes alerts, and choosing them for it; of those who only read, none of these do anything. */
const changing: ReadonlySet<KeyAction> = new Set(['pick', 'acknowledge', 'investigate', 'mine', 'end', 'silence', 'next', 'undo'])

/** The keys of whoever may triage, or may not. */
export const keysOf = (mayTriage: boolean): readonly (typeof keys)[number][] => keys.filter(([action]) => mayTriage || !changing.has(action))

/** Parts of other pages, by what finds them, with the keys that they listen to; in the order in which the help lists them. */
export const parts = [
  { part: 'timeline', selector: '[data-testid="timeline"]', keys: [['down', 'j'], ['up', 'k'], ['open', 'Enter'], ...timelineKeys] },
  { part: 'tabs', selector: '[role="tablist"]', keys: [['tab', '← →']] },
  { part: 'map', selector: '[data-testid="map"] canvas', keys: [['pan', '↑ ↓ ← →'], ['zoom', '+ -'], ['whole', '0']] },
  { part: 'replay', selector: '[data-testid="replay"]', keys: [['play', 'Space']] },
] as const

/** Of other pages than the board, where there is something to search. */
export const pageSearch = 'main input[type="search"]'

interface Press {
  key: string
  defaultPrevented: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  target: EventTarget | null
}

/**
 * What a key stands for. Nothing while somebody types, in a dialog, or together with the browser's own keys; nothing for Enter where
 * the focus is on something that Enter works.
 */
export function keyOf(event: Press, inDialog: boolean, mayTriage: boolean): KeyAction | undefined {
  if (event.defaultPrevented || inDialog || event.ctrlKey || event.metaKey || event.altKey) return undefined
  const target = event.target as { closest?: (selector: string) => unknown } | null
  if (target?.closest?.('textarea, select, input:not([type=checkbox]), [contenteditable]')) return undefined
  if (event.key === 'Enter' && target?.closest?.('a, button, input')) return undefined
  const action = ofKey.get(event.key)
  return action === undefined || (changing.has(action) && !mayTriage) ? undefined : action
}
