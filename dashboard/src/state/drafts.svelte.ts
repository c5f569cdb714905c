import { DraftBook, type DraftStore } from '../model/drafts.ts'

function tab(): DraftStore | undefined {
  try {
    return sessionStorage
  } catch {
    return undefined
  }
}

export const drafts = new DraftBook(tab())

/** A text that somebody is typing: it begins with what was typed and not sent before, and is kept as it changes. */
export class Draft {
  readonly #key: string
  #text = $state('')

  /** @param key What is written about: the same place in the page finds it again. */
  constructor(key: string) {
    this.#key = key
    this.#text = drafts.get(key)
  }

  get text(): string {
    return this.#text
  }

  set text(text: string) {
    this.#text = text
    drafts.put(this.#key, text)
  }

  /** It was sent, or its writer has thought better of it. */
  drop(): void {
    this.text = ''
  }
}
