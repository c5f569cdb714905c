import { isActive, type Alert } from './alert.ts'

/**
 * All alerts this page knows, each at the latest change it has seen.
 *
 * Items come from the first load, the stream, the polling that backs the stream, and the answers to
 * triage, in any order and more than once. The rule that makes that harmless: an older `seq` never
 * overwrites a newer one.
 */
export class AlertBook {
  readonly #byId = new Map<string, Alert>()
  #sorted: readonly Alert[] | undefined

  /** `capacity` bounds memory on a page left open for weeks; closed alerts go first, oldest change first. */
  constructor(readonly capacity = 20_000) {}

  get size(): number {
    return this.#byId.size
  }

  get(id: string): Alert | undefined {
    return this.#byId.get(id)
  }

  /** Merges a batch. Returns whether anything changed, and which ids were not known before. */
  merge(batch: readonly Alert[]): { changed: boolean; added: Alert[] } {
    let changed = false
    const added: Alert[] = []
    for (const alert of batch) {
      const known = this.#byId.get(alert.id)
      if (known && known.seq >= alert.seq) continue
      this.#byId.set(alert.id, alert)
      if (!known) added.push(alert)
      changed = true
    }
    if (changed) {
      this.#sorted = undefined
      this.#trim()
    }
    return { changed, added }
  }

  /** Newest change first. The same array until the next change, so that callers may compare by identity. */
  newestFirst(): readonly Alert[] {
    this.#sorted ??= [...this.#byId.values()].sort((a, b) => b.seq - a.seq || (a.id < b.id ? -1 : 1))
    return this.#sorted
  }

  clear(): void {
    this.#byId.clear()
    this.#sorted = undefined
  }

  #trim(): void {
    let excess = this.#byId.size - this.capacity
    if (excess <= 0) return
    const oldestFirst = [...this.newestFirst()].reverse()
    const leaving = [...oldestFirst.filter((alert) => !isActive(alert)), ...oldestFirst.filter(isActive)]
    for (const alert of leaving) {
      if (excess-- <= 0) break
      this.#byId.delete(alert.id)
    }
    this.#sorted = undefined
  }
}
