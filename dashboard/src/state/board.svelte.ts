import type { Alert, RuleInfo } from '../model/alert.ts'
import { AlertBook } from '../model/alertBook.ts'
import { backoff } from '../model/backoff.ts'
import { activeStatuses, countBySeverity, matcher, parseFilter, wantsClosed, writeFilter, type Filter } from '../model/filter.ts'
import { linkState } from '../model/link.ts'
import { districtNames } from '../i18n/districts.ts'
import { api } from '../net/api.ts'
import { Feed } from '../net/feed.ts'
import { clock } from './clock.svelte.ts'
import { router } from './router.svelte.ts'

export type LoadPhase = 'idle' | 'loading' | 'ready' | 'error'

/** Everything the board shows, and how it keeps up with the server. */
class BoardState {
  readonly #book = new AlertBook()
  readonly #feed = new Feed({
    alerts: (batch) => this.merge(batch),
    contact: () => this.#contact(),
    streaming: (on) => (this.streaming = on),
  })
  /** Counts the book's changes: the book itself is no state, so that thousands of alerts need no proxies. */
  #version = $state(0)
  #opening = 0
  #failures = 0

  phase = $state<LoadPhase>('idle')
  closedPhase = $state<LoadPhase>('idle')
  error = $state<unknown>(undefined)
  streaming = $state(false)
  browserOnline = $state(navigator.onLine)
  lastContact = $state(0)
  rules = $state.raw<readonly RuleInfo[]>([])
  /** Raised since the last announcement, for the live region. */
  unannounced = $state.raw<readonly Alert[]>([])

  readonly filter = $derived(parseFilter(router.query))
  readonly all = $derived.by(() => {
    void this.#version
    return this.#book.newestFirst()
  })
  readonly rows = $derived.by(() => this.all.filter(matcher(this.filter, districtNames)))
  readonly counts = $derived(countBySeverity(this.all, this.filter, districtNames))
  readonly openCount = $derived(this.all.reduce((count, alert) => (alert.status === 'open' ? count + 1 : count), 0))
  readonly silence = $derived(this.lastContact === 0 ? Infinity : Math.max(0, clock.now - this.lastContact))
  readonly link = $derived(
    // Before the first answer there is nothing to be out of date.
    this.phase === 'loading' && this.lastContact === 0 ? 'reconnecting' : linkState(this.streaming, this.browserOnline, this.silence),
  )

  constructor() {
    addEventListener('online', () => {
      this.browserOnline = true
      this.#feed.retryNow()
    })
    addEventListener('offline', () => (this.browserOnline = false))
    document.addEventListener('visibilitychange', () => {
      // A laptop that slept may hold a dead socket that looks open.
      if (!document.hidden && this.phase === 'ready') this.#feed.retryNow()
    })
  }

  /** Loads what is active, shows it, and keeps up from there. */
  async open(quietly = false): Promise<void> {
    const opening = ++this.#opening
    if (!quietly) this.phase = 'loading'
    void this.#loadRules()
    try {
      const status = activeStatuses.join(',')
      let page = await api.alerts(0, { status })
      if (opening !== this.#opening) return
      // Whatever changes while further pages come in gets a seq beyond all of this first page,
      // so from here on no change can be missed; what comes twice is merged once.
      const cursor = page.items.at(-1)?.seq ?? 0
      this.#contact()
      this.merge(page.items)
      this.unannounced = []
      this.phase = 'ready'
      this.error = undefined
      this.#failures = 0
      while (page.full) {
        page = await api.alerts(page.next, { status })
        if (opening !== this.#opening) return
        this.merge(page.items)
        this.unannounced = []
      }
      this.#feed.start(cursor)
      if (wantsClosed(this.filter)) void this.loadClosed()
    } catch (error) {
      if (opening !== this.#opening) return
      this.error = error
      this.phase = 'error'
      // The board mends itself once the server is back; until then the error stays on the screen, without flicker.
      setTimeout(() => { if (opening === this.#opening) void this.open(true) }, backoff(3 + this.#failures++))
    }
  }

  /** Stops and forgets: the next to sign in may be somebody else. */
  close(): void {
    this.#opening++
    this.#feed.stop()
    this.#book.clear()
    this.#version++
    this.unannounced = []
    this.lastContact = 0
    this.closedPhase = 'idle'
    this.phase = 'idle'
  }

  /** Fetches closed alerts, once, when a filter first asks for them. */
  async loadClosed(): Promise<void> {
    if (this.closedPhase === 'loading' || this.closedPhase === 'ready') return
    const opening = this.#opening
    this.closedPhase = 'loading'
    try {
      let after = 0
      for (;;) {
        const page = await api.alerts(after, { status: 'resolved,dismissed,withdrawn,silenced' })
        if (opening !== this.#opening) return
        this.merge(page.items, false)
        after = page.next
        if (!page.full) break
      }
      this.closedPhase = 'ready'
    } catch {
      if (opening === this.#opening) this.closedPhase = 'error'
    }
  }

  merge(batch: readonly Alert[], announce = true): void {
    const { changed, added } = this.#book.merge(batch)
    if (!changed) return
    this.#version++
    const news = announce ? added.filter((alert) => alert.status === 'open') : []
    if (news.length > 0) this.unannounced = [...this.unannounced, ...news]
  }

  find = (id: string): Alert | undefined => {
    void this.#version
    return this.#book.get(id)
  }

  setFilter(change: Partial<Filter>, replace = false): void {
    router.go(router.path, writeFilter({ ...this.filter, ...change }, router.query), replace)
  }

  retry(): void {
    if (this.phase === 'error') void this.open()
    else this.#feed.retryNow()
  }

  async #loadRules(): Promise<void> {
    try {
      this.rules = await api.rules()
    } catch {
      // The filter then offers the rules of the alerts at hand.
    }
  }

  #contact(): void {
    this.lastContact = Date.now()
  }
}

export const board = new BoardState()
