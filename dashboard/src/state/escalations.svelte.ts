import type { Alert } from '../model/alert.ts'
import { escalatedOf } from '../model/escalation.ts'
import { activeStatuses, defaultFilter, nobody, writeFilter } from '../model/filter.ts'
import { api } from '../net/api.ts'
import { board } from './board.svelte.ts'
import { clock } from './clock.svelte.ts'
import { session } from './session.svelte.ts'

/** A machine that slept has not counted on: it is looked at least so often. */
const atLeastEvery = 60_000
/** Where the server counts, it is asked so often. */
const countEvery = 10_000

/** What is escalated of all that the session may see, whatever the board shows of it, and in a hidden page too. */
class Escalations {
  #at = $state(Date.now())
  #counted = $state.raw<{ total: number; free: number } | undefined>(undefined)
  #before: readonly Alert[] = []
  readonly #here = $derived(escalatedOf(board.all, this.#at))
  /** The same array while it holds the same alerts: most changes of the board are none of these. */
  readonly alerts = $derived.by(() => {
    const { alerts } = this.#here
    const same = alerts.length === this.#before.length && alerts.every((alert, i) => alert === this.#before[i])
    return same ? this.#before : (this.#before = alerts)
  })
  /** The server's count where there are more alerts than the page holds. */
  readonly count = $derived(board.partial && this.#counted ? this.#counted.total : this.alerts.length)
  /** How many of them nobody holds. */
  readonly free = $derived(board.partial && this.#counted ? this.#counted.free : this.alerts.filter((alert) => alert.assignee === undefined).length)

  /** For an effect: strikes when the next alert's time has run out. */
  follow(): () => void {
    const { next } = this.#here
    const wait = Math.min(board.partial ? countEvery : atLeastEvery, Math.max(0, (next ?? Infinity) - Date.now()))
    const timer = setTimeout(() => this.#strike(), wait)
    return () => clearTimeout(timer)
  }

  #strike(): void {
    clock.strike()
    this.#at = clock.now
    if (board.partial && session.may('supervise')) void this.#count()
  }

  async #count(): Promise<void> {
    const user = session.user
    try {
      const query = writeFilter({ ...defaultFilter, due: 'escalated' })
      query.set('status', activeStatuses.join(','))
      const { total, facets } = await api.counts(query)
      if (user === session.user) this.#counted = { total, free: facets.assignee[nobody] ?? 0 }
    } catch {
      // Asked again soon; the age of the data says the rest.
    }
  }

  forget(): void {
    this.#counted = undefined
  }
}

export const escalations = new Escalations()
