import { pinyin } from 'pinyin-pro'
import type { Plugin } from 'vite'

/** The ideographs that names are written with: extension A has a few of them, the main block the rest. */
const blocks: readonly (readonly [from: number, to: number])[] = [[0x3400, 0x4dbf], [0x4e00, 0x9fff]]

/**
 * How every ideograph is read, from the tables of the package `pinyin-pro` 3.29.4 and from nothing else of it: a line for each syllable
 * without its tone (`v` for the rounded u), then all characters that are ever read so.
 */
export function readingsTable(): string {
  const bySyllable = new Map<string, string>()
  for (const [from, to] of blocks) {
    for (let code = from; code <= to; code++) {
      const character = String.fromCharCode(code)
      for (const syllable of new Set(pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true }))) {
        if (/^[a-z]+$/.test(syllable)) bySyllable.set(syllable, (bySyllable.get(syllable) ?? '') + character)
      }
    }
  }
  return [...bySyllable].sort(([a], [b]) => (a < b ? -1 : 1)).map(([syllable, characters]) => syllable + characters).join('\n')
}

/** `import readings from 'virtual:readings'`. */
export function readings(): Plugin {
  const name = 'virtual:readings'
  return {
    name: 'readings',
    resolveId: (id) => (id === name ? '\0' + name : undefined),
    load: (id) => (id === '\0' + name ? `export default ${JSON.stringify(readingsTable())}` : undefined),
  }
}
