import type { EntityKind } from '../../model/route.ts'
import { rowOf, type TimelineRow } from '../../model/timeline.ts'
import { investigation, pageOfHistory } from '../../net/investigation.ts'

/** All journal entries of an entity, page by page; what has come is shown while the rest is on its way. */
export class EntityHistory {
  rows = $state.raw<readonly TimelineRow[]>([])
  loading = $state(false)
  error = $state.raw<unknown>(undefined)
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
    try {
      for (;;) {
        const page = await investigation.history(this.kind, this.id, this.#after, mine.signal)
        if (mine.signal.aborted) return
        if (page.items.length > 0) this.rows = [...this.rows, ...page.items.map(rowOf)]
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
    this.stop()
    this.#after = 0
    this.rows = []
    await this.load()
  }

  stop(): void {
    this.#request?.abort()
  }
}
