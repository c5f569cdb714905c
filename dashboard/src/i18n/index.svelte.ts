import { age, type AgeUnit } from '../model/format.ts'
import { en } from './en.ts'
import { zh, type Key } from './zh.ts'

export type { Key }
export type Locale = 'zh' | 'en'

const catalogues: Record<Locale, Record<Key, string>> = { zh, en }

/** Fills `{name}` places, and chooses of `{name|one|many}` by the number; a place without a value is left as it is, which shows in a test. */
export const fill = (text: string, values: Record<string, string | number> = {}): string =>
  text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (place, name: string, one?: string, many?: string) =>
    !(name in values) ? place : one === undefined ? String(values[name]) : Number(values[name]) === 1 ? one : (many ?? ''))

class I18n {
  locale = $state<Locale>('zh')

  /** Chinese unless the officer has chosen otherwise on this machine. */
  start(): void {
    this.set(remembered() === 'en' ? 'en' : 'zh')
  }

  set(locale: Locale): void {
    this.locale = locale
    // Without the region, fonts may choose Japanese letter forms.
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
    try {
      localStorage.setItem('ltc.locale', locale)
    } catch {
      // Not remembered, that is all.
    }
  }

  toggle(): void {
    this.set(this.locale === 'zh' ? 'en' : 'zh')
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem('ltc.locale')
  } catch {
    return null
  }
}

export const i18n = new I18n()

/** The words for a key, in the language of the moment. */
export const t = (key: Key, values?: Record<string, string | number>): string => fill(catalogues[i18n.locale][key], values)

/** The words for a code that the server may invent anew: known ones translated, others shown raw. */
export function word(group: string, code: string | undefined): string {
  if (!code) return ''
  const key = `${group}.${code}`
  return key in zh ? t(key as Key) : code
}

export const pick = (text: { zh: string; en: string }): string => text[i18n.locale] || text.zh

const ageKeys: Record<AgeUnit, Key> = { second: 'unit.second', minute: 'unit.minute', hour: 'unit.hour', day: 'unit.day' }

/** A length of time in words. */
export function span(ms: number): string {
  const { value, unit } = age(ms)
  return t(ageKeys[unit], { n: value })
}
