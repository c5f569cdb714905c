import type { EntityKind } from '../../model/route.ts'
import { rowOf, type TimelineRow } from '../../model/timeline.ts'
import { investigation, isBehind, pageOfHistory } from '../../net/investigation.ts'

/** All journal entries of an entity, page by page; what has come is shown while the rest is on its way. */
export class EntityHistory {
  rows = $state.raw<readonly TimelineRow[]>([])
  loading = $state(false)
  error = $state.raw<unknown>(undefined)
  /** What was withdrawn is not known of all entries yet: the server is still building its index. */
  behind = $state(false)
  #after = 0
  #request: AbortController | undefined

  constructor(
    private readonly kind: EntityKind,
    private readonly id: string,
  ) {}

  /** Goes on from where it stands: at the start, after a failure, and for what has come since. */
  load = async (): Promise<void> => {
    this.stop()
    const mine = (this.#request = new AbortController())
    this.loading = true
    this.error = undefined
    if (this.behind) this.#after = 0
    let isNews = this.#after > 0
    try {
      for (;;) {
        const page = await investigation.history(this.kind, this.id, this.#after, mine.signal)
        if (mine.signal.aborted) return
        if (isNews && page.withdrew) {
          // Rows that stand here may have been withdrawn by it.
          this.#after = 0
          isNews = false
          continue
        }
        const rows = page.items.map((entry) => rowOf(entry, page.raised))
        this.rows = this.#after === 0 ? rows : rows.length > 0 ? [...this.rows, ...rows] : this.rows
        this.behind = isBehind(page)
        this.#after = Math.max(this.#after, page.next)
        if (page.items.length < pageOfHistory) break
      }
    } catch (failure) {
      if (!mine.signal.aborted) this.error = failure
    } finally {
      if (this.#request === mine) this.loading = false
    }
  }

  /** From the beginning: what was masked may be shown now. */
  again = async (): Promise<void> => {
    this.#after = 0
    await this.load()
  }

  stop(): void {
    this.#request?.abort()
  }
}
