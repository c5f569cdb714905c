import type { LinkState } from './link.ts'

/** How often a page that is looked at asks again, in milliseconds. */
export const refreshEvery = 60_000

/** When a page asks again by itself: once in a while, and at once when a network that was lost is back. */
export class Refresh {
  #asked: number
  #hasBeenLive = false
  #lost = false

  constructor(now: number) {
    this.#asked = now
  }

  isDue(link: LinkState, now: number): boolean {
    // A page that opens before the board has its stream has lost nothing.
    const isBack = link === 'live' && this.#lost
    if (link === 'live') {
      this.#hasBeenLive = true
      this.#lost = false
    } else if (this.#hasBeenLive) this.#lost = true
    if (!isBack && now - this.#asked < refreshEvery) return false
    this.#asked = now
    return true
  }
}
