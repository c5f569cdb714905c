import { hasNews, type Since } from '../model/attendance.ts'
import { api } from '../net/api.ts'
import { session } from './session.svelte.ts'

/** While somebody is at the page, so often is the server told. */
const every = 5 * 60_000
/** Away for longer than this, an officer who comes back to an open page is told what changed too. */
const away = 15 * 60_000

/** Tells the server when the officer was here, and the officer what changed since. */
class AttendanceState {
  #timer: ReturnType<typeof setInterval> | undefined
  #hiddenAt = 0
  #toldAt = 0
  news = $state.raw<Since | undefined>(undefined)

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (this.#timer === undefined) return
      if (document.hidden) {
        this.#hiddenAt = Date.now()
        void this.leave()
      } else if (this.#hiddenAt > 0 && Date.now() - this.#hiddenAt >= away) void this.begin()
    })
  }

  async begin(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = setInterval(() => { if (!document.hidden) void this.leave() }, every)
    try {
      const since = await api.since()
      if (hasNews(since)) this.news = since
      await this.#tell()
    } catch {
      // Told the next time.
    }
  }

  /** Said now, as nobody knows whether there will be another chance; of a page that is merely open, nothing. */
  async leave(): Promise<void> {
    if (session.touchedAt <= this.#toldAt) return
    try {
      await this.#tell()
    } catch {
      // The officer is told a little more than is new, the next time.
    }
  }

  async #tell(): Promise<void> {
    const at = Date.now()
    await api.seen()
    this.#toldAt = at
  }

  end(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.news = undefined
  }
}

export const attendance = new AttendanceState()
