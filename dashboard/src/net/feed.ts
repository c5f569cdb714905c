import { HubConnectionBuilder, LogLevel, type HubConnection, type ISubscription } from '@microsoft/signalr'
import { readAlert, type Alert } from '../model/alert.ts'
import { backoff } from '../model/backoff.ts'
import { api } from './api.ts'

export interface FeedListener {
  alerts(batch: Alert[]): void
  /** From a place on, the session sees an alert no more. Without an id: some may have gone up to there, and only the list knows which. */
  left(seq: number, id: string | undefined): void
  /** The server has just proved that it is there. */
  contact(): void
  streaming(on: boolean): void
  /** A stream has begun, or ended by itself: what the session may see can be another thing by now. */
  turned(): void
}

const pollWhileStreaming = 15_000
const pollWithoutStream = 4_000
/** How long the stream may lag behind what polling has found before it counts as deaf. */
const deafAfter = 5_000
/** A burst is merged and drawn once in so long; what comes alone is drawn at once. */
const flushEvery = 100

/**
 * Every change after a cursor, from two channels: the hub's stream, and polling that proves it.
 *
 * The cursor moves only by channels that deliver in order and without gaps. An alert that came as the
 * answer to a triage call may be ahead of changes not yet seen, so it never touches the cursor.
 *
 * What leaves the session's scope is no change that it may see, so that the hub tells of it in a stream of
 * its own, with a cursor of its own: the other may be far ahead of it.
 *
 * The client library's own reconnecting is off on purpose: it gives up after a failed first start, and
 * its waits cannot be cut short. One loop does both.
 */
export class Feed {
  #cursor = 0
  #departed = 0
  #running = 0
  #streamed = 0
  #wake: () => void = () => {}
  #buffer: Alert[] = []
  #flushTimer: ReturnType<typeof setTimeout> | undefined
  #flushing = false
  #flushed = -Infinity
  #pollTimer: ReturnType<typeof setTimeout> | undefined
  #polling = false
  #isStreaming = false
  #connection: HubConnection | undefined

  constructor(private readonly listener: FeedListener) {}

  /** @param cursor A place up to which everything is known, and nothing known has left. */
  start(cursor: number): void {
    this.stop()
    this.#cursor = this.#streamed = this.#departed = cursor
    const run = ++this.#running
    void this.#keepStreaming(run)
    this.#schedulePoll(0)
  }

  stop(): void {
    this.#running++
    clearTimeout(this.#pollTimer)
    clearTimeout(this.#flushTimer)
    this.#flushing = false
    this.#flushed = -Infinity
    this.#buffer = []
    this.#setStreaming(false)
    void this.#connection?.stop().catch(() => {})
    this.#connection = undefined
    this.#wake()
  }

  /** Tries again now: the officer asked, the network came back, or the page came to the front. */
  retryNow(): void {
    this.#wake()
    this.#schedulePoll(0)
  }

  async #keepStreaming(run: number): Promise<void> {
    for (let attempt = 0; run === this.#running; attempt++) {
      const began = Date.now()
      try {
        await this.#streamOnce(run)
      } catch {
        // Whatever it was, the answer is the same: wait and try again.
      }
      if (run !== this.#running) return
      if (this.#isStreaming) this.listener.turned()
      this.#setStreaming(false)
      // A stream that ran for a while was a good one; the next failure starts from a short wait again.
      if (Date.now() - began > 30_000) attempt = 0
      await this.#wait(backoff(attempt))
    }
  }

  /** Connects, fills the gap in bulk, then streams until the stream or the connection ends. */
  async #streamOnce(run: number): Promise<void> {
    const connection = new HubConnectionBuilder().withUrl('/hubs/alerts').configureLogging(LogLevel.None).build()
    this.#connection = connection
    const subscriptions: ISubscription<unknown>[] = []
    try {
      await connection.start()
      await this.#catchUp(run)
      if (run !== this.#running) return
      await new Promise<void>((ended) => {
        connection.onclose(() => ended())
        const follow = (name: string, next: (item: unknown) => void, ...from: unknown[]): void =>
          void subscriptions.push(connection.stream<unknown>(name, ...from).subscribe({ next, complete: ended, error: () => ended() }))
        follow('Stream', (item) => this.#receive(item), {}, this.#cursor)
        follow('Departures', (item) => this.#depart(item), this.#departed)
        this.#streamed = this.#cursor
        this.#setStreaming(true)
        this.listener.turned()
      })
    } finally {
      for (const subscription of subscriptions) {
        try {
          subscription.dispose()
        } catch {
          // Disposing on a closed connection throws; it is closed, which is what was wanted.
        }
      }
      void connection.stop().catch(() => {})
    }
  }

  #receive(item: unknown): void {
    const alert = readAlert(item)
    this.listener.contact()
    if (!alert) return
    this.#streamed = Math.max(this.#streamed, alert.seq)
    this.#cursor = Math.max(this.#cursor, alert.seq)
    this.#buffer.push(alert)
    if (this.#flushing) return
    this.#flushing = true
    const wait = this.#flushed + flushEvery - performance.now()
    // One message has many items, one after the other: those are one burst as well.
    if (wait <= 0) queueMicrotask(() => this.#flush())
    else this.#flushTimer = setTimeout(() => this.#flush(), wait)
  }

  #depart(item: unknown): void {
    const { id, seq } = item as { id?: unknown; seq?: unknown }
    if (typeof seq !== 'number') return
    // What came before it is shown before it goes.
    this.#flush()
    this.#departed = Math.max(this.#departed, seq)
    this.listener.left(seq, typeof id === 'string' ? id : undefined)
  }

  #flush(): void {
    if (!this.#flushing) return
    this.#flushing = false
    this.#flushed = performance.now()
    const batch = this.#buffer
    this.#buffer = []
    if (batch.length > 0) this.listener.alerts(batch)
  }

  async #catchUp(run: number): Promise<number> {
    for (;;) {
      const page = await api.alerts(this.#cursor)
      if (run !== this.#running) return 0
      this.listener.contact()
      if (page.items.length > 0) this.listener.alerts(page.items)
      this.#cursor = Math.max(this.#cursor, page.next)
      if (!page.full) return page.items.at(-1)?.seq ?? 0
    }
  }

  #schedulePoll(delay: number): void {
    clearTimeout(this.#pollTimer)
    const run = this.#running
    this.#pollTimer = setTimeout(() => void this.#poll(run), delay)
  }

  async #poll(run: number): Promise<void> {
    if (run !== this.#running || this.#polling) return
    this.#polling = true
    try {
      const found = await this.#catchUp(run)
      if (this.#isStreaming && found > this.#streamed) setTimeout(() => this.#dropIfDeaf(run, found), deafAfter)
    } catch {
      // The age of the data says it.
    } finally {
      this.#polling = false
      if (run === this.#running) this.#schedulePoll(this.#isStreaming ? pollWhileStreaming : pollWithoutStream)
    }
  }

  #dropIfDeaf(run: number, seq: number): void {
    if (run === this.#running && this.#isStreaming && this.#streamed < seq) void this.#connection?.stop().catch(() => {})
  }

  #setStreaming(on: boolean): void {
    if (this.#isStreaming === on) return
    this.#isStreaming = on
    this.listener.streaming(on)
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
