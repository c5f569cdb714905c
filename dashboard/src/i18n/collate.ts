import type { Locale } from './index.svelte.ts'

const collators: Record<Locale, Intl.Collator> = {
  zh: new Intl.Collator('zh-u-co-pinyin', { numeric: true }),
  en: new Intl.Collator('en', { numeric: true }),
}

/** The order of names: by pinyin in Chinese, by the alphabet in English; numbers in them by their value. */
export const byName = (locale: Locale): ((a: string, b: string) => number) => collators[locale].compare
