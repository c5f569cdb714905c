import type { Alert } from './alert.ts'

/**
 * Keeps rows still while somebody is among them.
 *
 * `shown` is the order last put on the screen. While held, those ids stay in that order (with their
 * newest contents, even when they no longer match the filter), and what is new waits for the pill.
 */
export function holdRows(
  shown: readonly string[],
  live: readonly Alert[],
  find: (id: string) => Alert | undefined,
): { rows: Alert[]; waiting: number } {
  const held = new Set(shown)
  const rows = shown.map(find).filter((alert): alert is Alert => alert !== undefined)
  const waiting = live.reduce((count, alert) => (held.has(alert.id) ? count : count + 1), 0)
  return { rows, waiting }
}

/** The slice of a fixed-height list to render, `overscan` rows beyond either edge. */
export function windowOf(
  total: number,
  rowHeight: number,
  scrollTop: number,
  viewport: number,
  overscan = 6,
): { from: number; to: number } {
  const from = Math.max(0, Math.min(total, Math.floor(scrollTop / rowHeight)) - overscan)
  const to = Math.min(total, Math.ceil((scrollTop + viewport) / rowHeight) + overscan)
  return { from, to: Math.max(from, to) }
}
