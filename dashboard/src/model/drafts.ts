/** Where texts are kept between pages; the tab's own, gone with it. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const stored = 'ltc.drafts'
/** So many are kept, each up to so long; the oldest go first. What a form takes is shorter. */
const most = 50
const longest = 20_000

/**
 * What one officer typed and has not sent: a session that ends by itself takes nothing with it. It is the same officer's alone, and is
 * gone when somebody else signs in or the officer signs out.
 */
export class DraftBook {
  #owner = ''
  #texts = new Map<string, string>()

  constructor(private readonly store: DraftStore | undefined) {
    try {
      const { owner, texts } = JSON.parse(store?.getItem(stored) ?? '{}') as { owner?: string; texts?: Record<string, string> }
      this.#owner = owner ?? ''
      this.#texts = new Map(Object.entries(texts ?? {}))
    } catch {
      // What cannot be read is not kept.
    }
  }

  get size(): number {
    return this.#texts.size
  }

  /** Says who is signed in. */
  belongTo(user: string): void {
    if (user === this.#owner) return
    this.#texts.clear()
    this.#owner = user
    this.#save()
  }

  get(key: string): string {
    return this.#texts.get(key) ?? ''
  }

  /** An empty text is none. */
  put(key: string, text: string): void {
    const had = this.#texts.delete(key)
    const kept = text.length > 0 && text.length <= longest
    if (kept) this.#texts.set(key, text)
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= most) break
      this.#texts.delete(oldest)
    }
    if (had || kept) this.#save()
  }

  forget(): void {
    this.#owner = ''
    this.#texts.clear()
    this.#save()
  }

  #save(): void {
    try {
      if (this.#texts.size === 0) this.store?.removeItem(stored)
      else this.store?.setItem(stored, JSON.stringify({ owner: this.#owner, texts: Object.fromEntries(this.#texts) }))
    } catch {
      // Kept until the page is left.
    }
  }
}
