import districts from './districts.json'
import type { Locale } from './index.svelte.ts'

/** County-level names, Chinese and English, by GB/T 2260 code, for the two regions whose rules are loaded. The server reads the same file. */
const names: Record<string, string[]> = districts

/** The name in one language; an unknown code stands for itself, as retired codes still come in. */
export function districtName(code: string | undefined, locale: Locale): string {
  if (!code) return ''
  const name = names[code]
  return name?.[locale === 'zh' ? 0 : 1] ?? code
}

/** Both names, for searching in either language whatever the page is set to. */
export const districtNames = (code: string): string => (names[code] ?? [code]).join(' ')

/** Every district with both its names. */
export const allDistricts: readonly (readonly [code: string, names: string])[] = Object.keys(names).filter((code) => code.length === 6).map((code) => [code, districtNames(code)])

export const cities: readonly string[] = Object.keys(names).filter((code) => code.length === 4)

export const districtsOf = (city: string): string[] => Object.keys(names).filter((code) => code.length === 6 && code.startsWith(city))
