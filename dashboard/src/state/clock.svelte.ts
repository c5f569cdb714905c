/** One ticking second for all ages on the page; it rests while nobody can see it. */
class Clock {
  now = $state(Date.now())
  /** For what is costly to do every second: at most five seconds old, and exact where something struck. */
  coarse = $state(Date.now())

  constructor() {
    setInterval(() => {
      if (!document.hidden) this.#tick()
    }, 1000)
    document.addEventListener('visibilitychange', () => this.#tick())
  }

  /** Something has happened by the time alone: all that reads the clock is to see it at once. */
  strike(): void {
    this.now = this.coarse = Date.now()
  }

  #tick(): void {
    this.now = Date.now()
    if (this.now - this.coarse >= 5_000 || this.now < this.coarse) this.coarse = this.now
  }
}

export const clock = new Clock()
