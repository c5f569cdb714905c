import { hasIdeographs, isReadAs, mayBePinyin, readReadings, type Readings } from '../model/pinyin.ts'

/** Whether a text is read as a word was typed. */
export type Reader = (text: string, word: string) => boolean

/** So many answers are remembered: a board asks the same few names for every alert, at every key. */
const remembered = 5_000

/** Finding by pinyin. The table of readings comes when somebody first types what may be pinyin. */
class Pinyin {
  #readings = $state.raw<Readings | undefined>(undefined)
  #loading: Promise<void> | undefined

  /** Nothing is found before the table is here; what depends on it is asked again then. */
  readonly reader = $derived.by<Reader | undefined>(() => {
    const readings = this.#readings
    if (readings === undefined) return undefined
    const known = new Map<string, boolean>()
    return (text, word) => {
      if (!mayBePinyin(word) || !hasIdeographs(text)) return false
      const key = `${word} ${text}`
      let found = known.get(key)
      if (found === undefined) {
        if (known.size >= remembered) known.clear()
        known.set(key, (found = isReadAs(text, word, readings)))
      }
      return found
    }
  })

  get readings(): Readings | undefined {
    return this.#readings
  }

  /** Fetches the table where a text has a word that may be pinyin. */
  want(text: string): void {
    if (this.#readings === undefined && text.toLowerCase().split(/\s+/).some(mayBePinyin)) void this.load()
  }

  load(): Promise<void> {
    // One that failed is tried again when it is next asked for.
    return (this.#loading ??= import('virtual:readings').then(
      ({ default: table }) => void (this.#readings = readReadings(table)),
      () => void (this.#loading = undefined),
    ))
  }

  /**
   * Whether every word that was typed is in one of the texts; nothing typed is in all of them.
   *
   * @param written Ids and the like, found only as they are written.
   * @param names Found as they are read, too.
   */
  finds(typed: string, written: string, ...names: string[]): boolean {
    const reader = this.reader
    const all = [written, ...names].join('\n').toLowerCase()
    return typed.toLowerCase().split(/\s+/).filter(Boolean).every((word) => all.includes(word) || (reader !== undefined && names.some((name) => reader(name, word))))
  }
}

export const pinyin = new Pinyin()
