/** Something fetched for a page: loading, there, or failed, with a retry. */
export class Load<T> {
  readonly #fetch: (signal: AbortSignal) => Promise<T>
  #request: AbortController | undefined

  value = $state.raw<T | undefined>(undefined)
  error = $state.raw<unknown>(undefined)

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
      if (!mine.signal.aborted) this.value = value
    } catch (error) {
      if (!mine.signal.aborted) this.error = error
    }
  }

  stop(): void {
    this.#request?.abort()
  }
}
