import { word } from '../i18n/index.svelte.ts'
import type { Figure } from '../model/alert.ts'
import { figure as format } from '../model/format.ts'

/** A unit's word, in the number that the value asks for. */
function unitFor(value: number | string, unit: string | undefined): string {
  const [one = '', many = one] = word('measure', unit).split('|')
  return Number(value) === 1 ? one : many
}

/** A value with its unit in words; a dash where there is none. */
export function withUnit(value: number | string | undefined, unit: string | undefined): string {
  if (value === undefined || value === null) return '—'
  // A word in place of a number, like "never", has no unit.
  if (typeof value === 'string' && Number.isNaN(Number(value))) return word('value', format(value))
  if (unit === '%') return `${format(value)}%`
  return [format(value), unitFor(value, unit)].filter(Boolean).join(' ')
}

/** The figures of a finding; whatever is not of their shape is left out. */
export const figureRows = (figures: Record<string, Figure>): [string, Figure][] =>
  Object.entries(figures).filter(([, figure]) => typeof figure === 'object' && figure !== null)

/** What says most in a row of the list: the first figure that has a limit, beside it; else the first. */
export function gist(figures: Record<string, Figure>): string {
  const rows = figureRows(figures)
  const row = rows.find(([, figure]) => figure.limit !== undefined && figure.limit !== null) ?? rows[0]
  if (!row) return ''
  const [name, figure] = row
  if (figure.limit === undefined || figure.limit === null) return `${word('figure', name)} ${withUnit(figure.value, figure.unit)}`
  // The unit once is enough, and the limit must not be what is cut off.
  return `${word('figure', name)} ${withUnit(figure.value, figure.unit === '%' ? '%' : undefined)} / ${withUnit(figure.limit, figure.unit)}`
}
