import { isActive, slim, type Alert } from './alert.ts'

/** Whether a change makes of an alert something to look at that it was not: it is open and was not, or held or waiting, and graver than it was. */
const isNews = (alert: Alert, before: Alert | undefined): boolean =>
  (alert.status === 'open' && before?.status !== 'open') || (before !== undefined && isActive(alert) && alert.severity < before.severity)

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
  /** From which place on an alert is no longer the reader's. */
  readonly #gone = new Map<string, number>()
  #lost = false
  #lostClosed = false
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

  /** As {@link lost}, of those that are closed. */
  get lostClosed(): boolean {
    return this.#lostClosed
  }

  get(id: string): Alert | undefined {
    return this.#byId.get(id)
  }

  /** Merges a batch. Returns whether anything changed, and what is to be looked at that was not before. */
  merge(batch: readonly Alert[]): { changed: boolean; news: Alert[] } {
    let changed = false
    const news: Alert[] = []
    for (const alert of batch) {
      const known = this.#byId.get(alert.id)
      if ((known?.seq ?? this.#gone.get(alert.id) ?? -1) >= alert.seq) continue
      this.#gone.delete(alert.id)
      // Taken out first, so that the book stays in the order of its changes and is as good as sorted.
      if (known) this.#drop(known)
      this.#byId.set(alert.id, slim(alert))
      if (alert.status === 'open') this.#open++
      if (isNews(alert, known)) news.push(alert)
      changed = true
    }
    if (changed) {
      this.#sorted = undefined
      if (this.#byId.size > this.capacity * 1.1) this.#trim()
    }
    return { changed, news }
  }

  /** From a place on an alert is no longer the reader's. Returns whether it was here; nothing older that comes late brings it back. */
  leave(id: string, seq: number): boolean {
    const known = this.#byId.get(id)
    if (known && known.seq > seq) return false
    this.#gone.set(id, seq)
    if (!known) return false
    this.#drop(known)
    this.#sorted = undefined
    return true
  }

  /** Makes room for closed alerts that are asked for: lets those go that have not changed since a place. */
  dropClosed(upTo: number): void {
    for (const alert of [...this.#byId.values()]) if (!isActive(alert) && alert.seq <= upTo) this.#drop(alert)
    this.#sorted = undefined
    this.#lostClosed = false
  }

  /** Newest change first. The same array until the next change, so that callers may compare by identity. */
  newestFirst(): readonly Alert[] {
    this.#sorted ??= [...this.#byId.values()].sort((a, b) => b.seq - a.seq || (a.id < b.id ? -1 : 1))
    return this.#sorted
  }

  clear(): void {
    this.#byId.clear()
    this.#gone.clear()
    this.#open = 0
    this.#sorted = undefined
    this.#lost = this.#lostClosed = false
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
      else this.#lostClosed = true
    }
  }
}
