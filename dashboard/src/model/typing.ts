import { isReadAs, mayBePinyin, type Readings } from './pinyin.ts'

/**
 * Which of a list's options is meant by letters typed in it, by how the options are read; from the chosen one on, and around. One letter
 * goes on to the next. Undefined: none, or the browser finds one by its own letters.
 */
export function chosenByTyping(options: readonly string[], chosen: number, typed: string, readings: Readings): number | undefined {
  if (!mayBePinyin(typed.padEnd(2, 'a')) || options.some((option) => option.toLowerCase().startsWith(typed))) return undefined
  const first = typed.length === 1 ? 1 : 0
  for (let step = first; step < options.length + first; step++) {
    const at = (chosen + step + options.length) % options.length
    if (isReadAs(options[at] ?? '', typed, readings, true)) return at
  }
  return undefined
}
