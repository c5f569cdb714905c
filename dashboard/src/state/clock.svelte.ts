/** One ticking second for all ages on the page; it rests while nobody can see it. */
class Clock {
  now = $state(Date.now())
  /** For what is costly to do every second. */
  readonly coarse = $derived(this.now - (this.now % 5000))

  constructor() {
    setInterval(() => {
      if (!document.hidden) this.now = Date.now()
    }, 1000)
    document.addEventListener('visibilitychange', () => (this.now = Date.now()))
  }
}

export const clock = new Clock()
