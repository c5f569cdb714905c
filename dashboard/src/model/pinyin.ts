/** How an ideograph may be read: all its syllables, without tones. */
export type Readings = ReadonlyMap<string, readonly string[]>

/** Reads the table of `build/readings.ts`: lines of a syllable and the characters that are read so. */
export function readReadings(table: string): Readings {
  const readings = new Map<string, string[]>()
  for (const line of table.split('\n')) {
    const syllable = /^[a-z]+/.exec(line)?.[0]
    if (syllable === undefined) continue
    for (const character of line.slice(syllable.length)) {
      const known = readings.get(character)
      if (known) known.push(syllable)
      else readings.set(character, [syllable])
    }
  }
  return readings
}

/** Whether a word could be pinyin at all. One letter would find everything. */
export const mayBePinyin = (word: string): boolean => /^[a-zü]{2,}$/.test(word)

/** Whether a text has anything that is read. */
export const hasIdeographs = (text: string): boolean => /[\u3400-\u9fff]/.test(text)

/**
 * Whether some part of a text is read as it was typed: syllables whole, the last one as far as it was typed, or by their initials, in any
 * mixture (`heping`, `hpq`, `hep`, `hpingq`). Every reading of a character counts, so that a place is found however it is read there, and
 * by whoever does not know. What is no ideograph stands for itself.
 *
 * @param word Lower case.
 * @param atStart Only from the text's first character on.
 */
export function isReadAs(text: string, word: string, readings: Readings, atStart = false): boolean {
  const letters = word.replaceAll('ü', 'v')
  const characters = [...text.toLowerCase()]
  const last = atStart ? 0 : characters.length - 1
  for (let i = 0; i <= last; i++) {
    // What begins among letters is found as a text already.
    if (readings.has(characters[i] ?? '') && reads(characters, i, letters, 0, readings)) return true
  }
  return false
}

function reads(characters: readonly string[], i: number, word: string, from: number, readings: Readings): boolean {
  if (from >= word.length) return true
  const character = characters[i]
  if (character === undefined) return false
  const syllables = readings.get(character)
  if (syllables === undefined) return word.startsWith(character, from) && reads(characters, i + 1, word, from + character.length, readings)
  return syllables.some((syllable) => {
    const rest = word.length - from
    if (spelt(syllable, word, from, Math.min(rest, syllable.length)) && (rest <= syllable.length || reads(characters, i + 1, word, from + syllable.length, readings))) return true
    const initial = /^[zcs]h/.test(syllable) && word[from + 1] === 'h' ? 2 : 1
    return [1, initial].some((length) => spelt(syllable, word, from, length) && reads(characters, i + 1, word, from + length, readings))
  })
}

/** `lv` is typed `lu` as well, and `nve` `nue`. */
function spelt(syllable: string, word: string, from: number, length: number): boolean {
  for (let k = 0; k < length; k++) {
    const [has, typed] = [syllable[k], word[from + k]]
    if (has !== typed && !(has === 'v' && typed === 'u')) return false
  }
  return true
}
