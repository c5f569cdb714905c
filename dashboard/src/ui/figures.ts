import { word } from '../i18n/index.svelte.ts'
import type { Figure } from '../model/alert.ts'
import { figure as format } from '../model/format.ts'

/** A value with its unit in words; a dash where there is none. */
export function withUnit(value: number | string | undefined, unit: string | undefined): string {
  if (value === undefined || value === null) return '—'
  if (unit === '%') return `${format(value)}%`
  return [format(value), word('measure', unit)].filter(Boolean).join(' ')
}

/** The figures of a finding; whatever is not of their shape is left out. */
export const figureRows = (figures: Record<string, Figure>): [string, Figure][] =>
  Object.entries(figures).filter(([, figure]) => typeof figure === 'object' && figure !== null)

/** The one comparison that says most in a row of the list: the first figure that has a limit. */
export function gist(figures: Record<string, Figure>): string {
  const row = figureRows(figures).find(([, figure]) => figure.limit !== undefined && figure.limit !== null)
  if (!row) return ''
  const [name, figure] = row
  return `${word('figure', name)} ${format(figure.value)} / ${withUnit(figure.limit, figure.unit)}`
}
