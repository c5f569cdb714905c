import { api } from '../net/api.ts'

interface Answer {
  items: { id: string; name: string; districtCode: string }[]
  position: number
  lastSeq: number
}

/** Names that are not there are asked for again after so long, in milliseconds: one was designated meanwhile, or the index is being built. */
const againAfter = 60_000

/** What institutions are called. Ids alone would have to be known by heart. */
class Institutions {
  #names = $state.raw<ReadonlyMap<string, string>>(new Map())
  #asked = -Infinity

  get all(): ReadonlyMap<string, string> {
    return this.#names
  }

  nameOf = (id: string | undefined): string => (id === undefined ? '' : (this.#names.get(id) ?? ''))

  /** Has names for these, if there are any. */
  want(ids: readonly string[]): void {
    if (ids.length > 0 && Date.now() - this.#asked > againAfter && ids.some((id) => !this.#names.has(id))) void this.#load()
  }

  forget(): void {
    this.#names = new Map()
    this.#asked = -Infinity
  }

  async #load(): Promise<void> {
    const mine = (this.#asked = Date.now())
    try {
      const { items } = await api.get<Answer>('/v1/institutions')
      // Whoever signed in meanwhile may be somebody who sees others.
      if (mine === this.#asked) this.#names = new Map(items.map(({ id, name }) => [id, name]))
    } catch {
      // Their ids stand for them until the next time.
    }
  }
}

export const institutions = new Institutions()
