/** Something fetched for a page: loading, there, or failed, with a retry. */
export class Load<T> {
  readonly #fetch: (signal: AbortSignal) => Promise<T>
  #request: AbortController | undefined

  value = $state.raw<T | undefined>(undefined)
  error = $state.raw<unknown>(undefined)
  /** When what is there was fetched; undefined: nothing is there. */
  at = $state<number | undefined>(undefined)

  constructor(fetch: (signal: AbortSignal) => Promise<T>) {
    this.#fetch = fetch
  }

  /** Fetches, and keeps what was there before until the answer has come. */
  again = async (): Promise<void> => {
    this.#request?.abort()
    const mine = (this.#request = new AbortController())
    this.error = undefined
    try {
      const value = await this.#fetch(mine.signal)
      if (mine.signal.aborted) return
      this.value = value
      this.at = Date.now()
    } catch (error) {
      if (!mine.signal.aborted) this.error = error
    }
  }

  /** Forgets what is there: it is of something else than what is asked for now. */
  drop(): void {
    this.stop()
    this.value = undefined
    this.error = undefined
    this.at = undefined
  }

  stop(): void {
    this.#request?.abort()
  }
}
