/** A form that is sent once at a time: that it is under way, or why it was not sent. */
export class Sending {
  busy = $state(false)
  problem = $state('')

  /**
   * Sends it; never throws.
   * @param missing What still has to be filled in; undefined: nothing.
   * @param failed The words for what `work` threw; empty: they are said elsewhere.
   */
  async send(event: Event, missing: string | undefined, work: () => Promise<void>, failed: (error: unknown) => string): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    if (missing !== undefined) {
      this.problem = missing
      return
    }
    this.busy = true
    this.problem = ''
    try {
      await work()
    } catch (error) {
      this.problem = failed(error)
    } finally {
      this.busy = false
    }
  }
}
