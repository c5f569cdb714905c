import type { Locale } from './index.svelte.ts'

/** County-level names by GB/T 2260 code, for the two regions whose rules are loaded. */
const names: Record<string, readonly [zh: string, en: string]> = {
  '1201': ['天津市', 'Tianjin'],
  '120101': ['和平区', 'Heping'],
  '120102': ['河东区', 'Hedong'],
  '120103': ['河西区', 'Hexi'],
  '120104': ['南开区', 'Nankai'],
  '120105': ['河北区', 'Hebei'],
  '120106': ['红桥区', 'Hongqiao'],
  '120110': ['东丽区', 'Dongli'],
  '120111': ['西青区', 'Xiqing'],
  '120112': ['津南区', 'Jinnan'],
  '120113': ['北辰区', 'Beichen'],
  '120114': ['武清区', 'Wuqing'],
  '120115': ['宝坻区', 'Baodi'],
  '120116': ['滨海新区', 'Binhai'],
  '120117': ['宁河区', 'Ninghe'],
  '120118': ['静海区', 'Jinghai'],
  '120119': ['蓟州区', 'Jizhou'],
  '3304': ['嘉兴市', 'Jiaxing'],
  '330402': ['南湖区', 'Nanhu'],
  '330411': ['秀洲区', 'Xiuzhou'],
  '330421': ['嘉善县', 'Jiashan'],
  '330424': ['海盐县', 'Haiyan'],
  '330481': ['海宁市', 'Haining'],
  '330482': ['平湖市', 'Pinghu'],
  '330483': ['桐乡市', 'Tongxiang'],
}

/** The name in one language; an unknown code stands for itself, as retired codes still come in. */
export function districtName(code: string | undefined, locale: Locale): string {
  if (!code) return ''
  const name = names[code]
  return name ? name[locale === 'zh' ? 0 : 1] : code
}

/** Both names, for searching in either language whatever the page is set to. */
export const districtNames = (code: string): string => (names[code] ?? [code]).join(' ')

export const cities: readonly string[] = Object.keys(names).filter((code) => code.length === 4)

export const districtsOf = (city: string): string[] => Object.keys(names).filter((code) => code.length === 6 && code.startsWith(city))
