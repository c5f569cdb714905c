import type { Alert, RuleInfo } from '../model/alert.ts'
import { AlertBook } from '../model/alertBook.ts'
import { parseArrangement, sorted, writeArrangement, type Arrangement } from '../model/arrange.ts'
import { backoff } from '../model/backoff.ts'
import { LiveTally, type Tally } from '../model/facets.ts'
import { activeStatuses, closedOf, nobody, parseFilter, serverQuery, wantsClosed, writeFilter, type Filter, type Named, type Viewer } from '../model/filter.ts'
import { linkState } from '../model/link.ts'
import { allDistricts, districtNames, districtsOf } from '../i18n/districts.ts'
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
  #book = new AlertBook()
  readonly #tally = new LiveTally()
  readonly #feed = new Feed({
    alerts: (batch) => this.merge(batch),
    left: (seq, id) => this.#left(seq, id),
    contact: () => this.#contact(),
    streaming: (on) => (this.streaming = on),
    turned: () => void session.ask(),
  })
  /** Counts the book's changes: the book itself is no state, so that thousands of alerts need no proxies. */
  #version = $state(0)
  #opening = 0
  #failures = 0
  #countTimer: ReturnType<typeof setTimeout> | undefined
  #counted = $state.raw<Tally | undefined>(undefined)
  /** Of which question the closed alerts are here, or on their way. */
  #closedFor: string | undefined
  #closedRequest: AbortController | undefined

  phase = $state<LoadPhase>('idle')
  closedPhase = $state<LoadPhase>('idle')
  error = $state<unknown>(undefined)
  streaming = $state(false)
  browserOnline = $state(navigator.onLine)
  lastContact = $state(0)
  rules = $state.raw<readonly RuleInfo[]>([])
  /** There are more active alerts than the book holds; the server counts them. */
  partial = $state(false)
  /** There are more closed alerts of what is asked for than the newest that were fetched. */
  closedPartial = $state(false)
  /** What is to be looked at since the last announcement, for the live region. */
  unannounced = $state.raw<readonly Alert[]>([])
  /** Told of every alert that is raised, comes back or grows graver while the board looks on. */
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
  /** Of what the filter asks for there is more than can be listed; the server counts it. */
  readonly cut = $derived(this.partial || (this.closedPartial && wantsClosed(this.filter)))
  readonly counts = $derived<Tally>(this.cut ? (this.#counted ?? this.#here) : this.#here)
  /** The filter in the server's words; the same text while it asks for the same. */
  readonly question = $derived(this.ask(this.filter).toString())
  /** As {@link question}, for the closed alerts alone. */
  readonly closedQuestion = $derived(this.ask({ ...this.filter, status: closedOf(this.filter) }).toString())
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
  async open(anew = false): Promise<void> {
    const opening = ++this.#opening
    if (!anew) this.phase = 'loading'
    void this.#loadRules()
    try {
      // Whatever changes while pages come in gets a place beyond this one, so that the feed brings it; what comes twice is merged once.
      const { position } = await api.newest(0, 1)
      // What is on the screen stays there until what takes its place is whole.
      const book = anew ? new AlertBook() : this.#book
      const complete = await this.#loadNewest(opening, `status=${activeStatuses}`, book.capacity, (items) => {
        if (book === this.#book) this.#show(items)
        else book.merge(items)
      })
      if (complete === undefined) return
      if (book !== this.#book) this.#replace(book)
      this.error = undefined
      this.#failures = 0
      this.partial = !complete
      this.#feed.start(position)
      this.count()
      if (wantsClosed(this.filter)) void this.loadClosed()
    } catch (error) {
      if (opening !== this.#opening) return
      if (!anew || this.phase !== 'ready') {
        this.error = error
        this.phase = 'error'
      }
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
    this.#forgetClosed()
    this.phase = 'idle'
  }

  /** Fetches the closed alerts that the filter asks for, the newest of them, unless they are here. */
  async loadClosed(): Promise<void> {
    const question = this.closedQuestion
    if (question === this.#closedFor && this.closedPhase !== 'error') return
    this.#closedRequest?.abort()
    const mine = (this.#closedRequest = new AbortController())
    this.#closedFor = question
    this.closedPhase = 'loading'
    const found: Alert[] = []
    // What changes from now on is not in the answer, and is here by itself.
    const upTo = this.all[0]?.seq ?? 0
    try {
      const complete = await this.#loadNewest(this.#opening, question, closedShare, (items) => void found.push(...items), mine.signal)
      if (complete === undefined || mine.signal.aborted) return
      this.#book.dropClosed(upTo)
      this.#version++
      this.closedPartial = !complete
      this.merge(found, false)
      this.closedPhase = 'ready'
      this.count()
    } catch {
      if (!mine.signal.aborted) this.closedPhase = 'error'
    }
  }

  merge(batch: readonly Alert[], announce = true): void {
    const { changed, news } = this.#book.merge(batch)
    if (!changed) return
    this.#changed()
    // What the officer has done by hand needs no bell.
    const heard = announce ? news.filter((alert) => alert.by !== session.user) : []
    if (heard.length === 0) return
    // Whatever nobody hears in a hidden page need not be remembered one by one.
    this.unannounced = [...this.unannounced, ...heard].slice(-100)
    this.onNews(heard)
  }

  /** A filter in the server's words. */
  ask(filter: Filter): URLSearchParams {
    return serverQuery(filter, this.viewer, districtsOf, this.names)
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
    if (!this.cut) {
      this.#counted = undefined
      return
    }
    const opening = this.#opening
    this.#countTimer ??= setTimeout(async () => {
      this.#countTimer = undefined
      const question = this.question
      try {
        const counted = await api.counts(new URLSearchParams(question))
        if (opening !== this.#opening) return
        // Another filter meanwhile is another question.
        if (question === this.question) this.#counted = counted
        else this.count()
      } catch {
        // The next change asks again; the age of the data says the rest.
      }
    }, this.#counted === undefined ? 0 : countEvery)
  }

  retry(): void {
    if (this.phase === 'error') void this.open()
    else this.#feed.retryNow()
  }

  /** Pages of what is asked for, newest change first, up to so many. Returns whether that is all there are; undefined: nobody wants it any more. */
  async #loadNewest(opening: number, question: string, max: number, take: (items: readonly Alert[]) => void, signal?: AbortSignal): Promise<boolean | undefined> {
    let before = 0
    for (let loaded = 0; loaded < max; loaded += pageLimit) {
      const page = await api.newest(before, pageLimit, new URLSearchParams(question), signal)
      if (opening !== this.#opening) return undefined
      this.#contact()
      take(page.items)
      if (!page.full) return true
      before = page.next
    }
    return false
  }

  /** The first alerts are better than none, though more are on their way. */
  #show(items: readonly Alert[]): void {
    this.merge(items, false)
    if (this.phase !== 'ready') this.phase = 'ready'
  }

  #replace(book: AlertBook): void {
    this.#book = book
    this.#forgetClosed()
    this.#version++
    this.phase = 'ready'
  }

  #forgetClosed(): void {
    this.#closedRequest?.abort()
    this.#closedFor = undefined
    this.closedPhase = 'idle'
    this.closedPartial = false
  }

  #changed(): void {
    this.#version++
    if (this.#book.lost) this.partial = true
    if (this.#book.lostClosed) this.closedPartial = true
    this.count()
  }

  /** An alert is another's now. Which one is perhaps not known any more; then the list is loaded anew. */
  #left(seq: number, id: string | undefined): void {
    if (id === undefined) void this.open(true)
    else if (this.#book.leave(id, seq)) this.#changed()
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
