import type { Alert, RuleInfo } from '../model/alert.ts'
import { AlertBook } from '../model/alertBook.ts'
import { parseArrangement, sorted, writeArrangement, type Arrangement } from '../model/arrange.ts'
import { backoff } from '../model/backoff.ts'
import { LiveTally, type Tally } from '../model/facets.ts'
import { activeStatuses, nobody, parseFilter, wantsClosed, writeFilter, type Filter, type Named, type Viewer } from '../model/filter.ts'
import { linkState } from '../model/link.ts'
import { allDistricts, districtNames } from '../i18n/districts.ts'
import { api, pageLimit } from '../net/api.ts'
import { Feed } from '../net/feed.ts'
import { clock } from './clock.svelte.ts'
import { institutions } from './institutions.svelte.ts'
import { pinyin } from './pinyin.svelte.ts'
import { router } from './router.svelte.ts'
import { session } from './session.svelte.ts'

export type LoadPhase = 'idle' | 'loading' | 'ready' | 'error'

/** Of the book's room, what closed alerts may take: they are looked up, not watched. */
const closedShare = 2_000
/** Where the server counts, it is asked this long after the last change at the earliest. */
const countEvery = 2_000

/** Everything the board shows, and how it keeps up with the server. */
class BoardState {
  readonly #book = new AlertBook()
  readonly #tally = new LiveTally()
  readonly #feed = new Feed({
    alerts: (batch) => this.merge(batch),
    contact: () => this.#contact(),
    streaming: (on) => (this.streaming = on),
  })
  /** Counts the book's changes: the book itself is no state, so that thousands of alerts need no proxies. */
  #version = $state(0)
  #opening = 0
  #failures = 0
  #countTimer: ReturnType<typeof setTimeout> | undefined
  #counted = $state.raw<Tally | undefined>(undefined)

  phase = $state<LoadPhase>('idle')
  closedPhase = $state<LoadPhase>('idle')
  error = $state<unknown>(undefined)
  streaming = $state(false)
  browserOnline = $state(navigator.onLine)
  lastContact = $state(0)
  rules = $state.raw<readonly RuleInfo[]>([])
  /** There are more active alerts than the book holds; the server counts them. */
  partial = $state(false)
  /** Raised since the last announcement, for the live region. */
  unannounced = $state.raw<readonly Alert[]>([])
  /** Told of every alert that is raised while the board looks on. */
  onNews: (news: readonly Alert[]) => void = () => {}

  readonly filter = $derived(parseFilter(router.query))
  readonly arrangement = $derived(parseArrangement(router.query))
  readonly viewer = $derived.by<Viewer>(() => {
    const names = institutions.all
    return { user: session.user, now: clock.coarse, districtName: districtNames, institutionName: (id) => names.get(id) ?? '', reader: pinyin.reader }
  })
  /** Everything that can be found by its name. */
  readonly names = $derived.by<Named[]>(() => [
    ...allDistricts.map(([code, text]) => ({ text, id: code })),
    ...[...institutions.all].map(([id, text]) => ({ text, id })),
    ...this.rules.map((rule) => ({ text: rule.title.zh, id: rule.id })),
    ...Object.keys(this.counts.facets.assignee).filter((name) => name !== nobody).map((name) => ({ text: name, id: name })),
  ])
  readonly all = $derived.by(() => {
    void this.#version
    return this.#book.newestFirst()
  })
  readonly #here = $derived(this.#tally.of(this.all, this.filter, this.viewer))
  readonly rows = $derived(sorted(this.#here.rows, this.arrangement.sort))
  readonly counts = $derived<Tally>(this.partial ? (this.#counted ?? this.#here) : this.#here)
  readonly openCount = $derived.by(() => {
    void this.#version
    return this.#book.openCount
  })
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
    document.addEventListener('visibilitychange', () => this.#woken())
    // A page that was frozen in the background, or kept for the way back, has a socket that is long dead.
    document.addEventListener('resume', () => this.#woken())
    addEventListener('pageshow', (event) => { if (event.persisted) this.#woken() })
  }

  /** Loads what is active, shows it, and keeps up from there. */
  async open(quietly = false): Promise<void> {
    const opening = ++this.#opening
    if (!quietly) this.phase = 'loading'
    void this.#loadRules()
    try {
      // Whatever changes while pages come in gets a place beyond the newest of now, so that the feed brings it; what comes twice is
      // merged once.
      const cursor = (await api.newest(0, 1)).items[0]?.seq ?? 0
      const complete = await this.#loadNewest(opening, activeStatuses.join(','), this.#book.capacity)
      if (complete === undefined) return
      this.error = undefined
      this.#failures = 0
      this.partial = !complete
      this.#feed.start(cursor)
      this.count()
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
    clearTimeout(this.#countTimer)
    this.#countTimer = undefined
    this.#counted = undefined
    this.unannounced = []
    this.lastContact = 0
    this.partial = false
    this.closedPhase = 'idle'
    this.phase = 'idle'
  }

  /** Fetches closed alerts, the newest of them, once, when a filter first asks for them. */
  async loadClosed(): Promise<void> {
    if (this.closedPhase === 'loading' || this.closedPhase === 'ready') return
    const opening = this.#opening
    this.closedPhase = 'loading'
    try {
      await this.#loadNewest(opening, 'resolved,dismissed,withdrawn,silenced', closedShare)
      if (opening === this.#opening) this.closedPhase = 'ready'
    } catch {
      if (opening === this.#opening) this.closedPhase = 'error'
    }
  }

  merge(batch: readonly Alert[], announce = true): void {
    const { changed, added } = this.#book.merge(batch)
    if (!changed) return
    this.#version++
    if (this.#book.lost) this.partial = true
    if (this.partial) this.count()
    const news = announce ? added.filter((alert) => alert.status === 'open') : []
    if (news.length === 0) return
    // Whatever nobody hears in a hidden page need not be remembered one by one.
    this.unannounced = [...this.unannounced, ...news].slice(-100)
    this.onNews(news)
  }

  find = (id: string): Alert | undefined => {
    void this.#version
    return this.#book.get(id)
  }

  setFilter(change: Partial<Filter>, replace = false): void {
    router.go(router.path, writeFilter({ ...this.filter, ...change }, router.query), replace)
  }

  arrange(change: Partial<Arrangement>): void {
    router.go(router.path, writeArrangement({ ...this.arrangement, ...change }, router.query), true)
  }

  /** Has the server count, soon, where there are too many alerts to be counted here. */
  count(): void {
    if (!this.partial) return
    const opening = this.#opening
    this.#countTimer ??= setTimeout(async () => {
      this.#countTimer = undefined
      try {
        const counted = await api.counts(writeFilter(this.filter))
        if (opening === this.#opening) this.#counted = counted
      } catch {
        // The next change asks again; the age of the data says the rest.
      }
    }, this.#counted === undefined ? 0 : countEvery)
  }

  retry(): void {
    if (this.phase === 'error') void this.open()
    else this.#feed.retryNow()
  }

  /** Pages of a status, newest change first, up to so many. Returns whether that is all there are; undefined: nobody wants it any more. */
  async #loadNewest(opening: number, status: string, max: number): Promise<boolean | undefined> {
    let before = 0
    for (let loaded = 0; loaded < max; loaded += pageLimit) {
      const page = await api.newest(before, pageLimit, { status })
      if (opening !== this.#opening) return undefined
      this.#contact()
      this.merge(page.items, false)
      if (this.phase !== 'ready') this.phase = 'ready'
      if (!page.full) return true
      before = page.next
    }
    return false
  }

  async #loadRules(): Promise<void> {
    try {
      this.rules = await api.rules()
    } catch {
      // The filter then offers the rules of the alerts at hand.
    }
  }

  #woken(): void {
    // A laptop that slept may hold a dead socket that looks open.
    if (!document.hidden && this.phase === 'ready') this.#feed.retryNow()
  }

  #contact(): void {
    this.lastContact = Date.now()
  }
}

export const board = new BoardState()
