import { t, word } from '../i18n/index.svelte.ts'

/** Notices and catalogues are divided into headed sections, not articles. */
const inSections = new Set(['tianjin-2023-catalogue', 'tianjin-2023-family', 'tianjin-2023-agency'])

/** `11` or `1(2)` as the source itself would be cited; anything else as it stands. */
export function clause(source: string, article: string): string {
  const [whole, number, item] = /^(\d+)(?:\((\d+)\))?$/.exec(article) ?? []
  if (whole === undefined || number === undefined) return t('citations.clause', { article })
  const kind = inSections.has(source) ? 'section' : 'article'
  return item === undefined ? t(`law.${kind}`, { article: number }) : t(`law.${kind}Item`, { article: number, item })
}

/** A figure's basis, `source:article`, in words. */
export function basis(code: string): string {
  const colon = code.indexOf(':')
  if (colon < 0) return word('lawShort', code)
  const source = code.slice(0, colon)
  return `${word('lawShort', source)} ${clause(source, code.slice(colon + 1))}`
}
