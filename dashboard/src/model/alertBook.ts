import { isActive, slim, type Alert } from './alert.ts'

/**
 * The alerts this page keeps, each at the latest change it has seen.
 *
 * Items come from the first load, the stream, the polling that backs the stream, and the answers to
 * triage, in any order and more than once. The rule that makes that harmless: an older `seq` never
 * overwrites a newer one.
 */
export class AlertBook {
  readonly #byId = new Map<string, Alert>()
  #sorted: readonly Alert[] | undefined
  #lost = false
  #open = 0

  /**
   * `capacity` bounds memory on a page left open for weeks. Closed alerts go first, oldest change first; then the least grave of the
   * active ones, again oldest change first. A tenth more is let in before anything goes, so that not every change sorts the book.
   */
  constructor(readonly capacity = 10_000) {}

  get size(): number {
    return this.#byId.size
  }

  /** How many are open. */
  get openCount(): number {
    return this.#open
  }

  /** An active alert had to go: what can be counted here is not all there is. */
  get lost(): boolean {
    return this.#lost
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
      // Taken out first, so that the book stays in the order of its changes and is as good as sorted.
      if (known) this.#drop(known)
      this.#byId.set(alert.id, slim(alert))
      if (alert.status === 'open') this.#open++
      if (!known) added.push(alert)
      changed = true
    }
    if (changed) {
      this.#sorted = undefined
      if (this.#byId.size > this.capacity * 1.1) this.#trim()
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
    this.#open = 0
    this.#sorted = undefined
    this.#lost = false
  }

  #drop(alert: Alert): void {
    this.#byId.delete(alert.id)
    if (alert.status === 'open') this.#open--
  }

  #trim(): void {
    const rank = (alert: Alert): string => (isActive(alert) ? alert.severity : 'closed')
    // The severities and `closed` are in this order as text.
    const leaving = [...this.#byId.values()].sort((a, b) => (rank(a) < rank(b) ? 1 : rank(a) > rank(b) ? -1 : a.seq - b.seq))
    for (const alert of leaving.slice(0, this.#byId.size - this.capacity)) {
      this.#drop(alert)
      if (isActive(alert)) this.#lost = true
    }
  }
}
