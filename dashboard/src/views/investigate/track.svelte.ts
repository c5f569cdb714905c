import { dayOf } from '../../model/day.ts'
import { readDay } from '../../model/moment.ts'
import { readWhose, tracksOf, writeWhose, type Whose } from '../../model/track.ts'
import type { Day } from '../../model/visit.ts'
import { investigation } from '../../net/investigation.ts'
import { router } from '../../state/router.svelte.ts'
import { Load } from '../../ui/Load.svelte.ts'

/** The way of somebody on a day, as the address asks for it. */
export class DayTrack {
  readonly #text = $derived(router.query.get('track'))
  readonly whose = $derived(readWhose(this.#text))
  readonly day = $derived(readDay(router.query.get('day') ?? '') ?? dayOf(Date.now()))
  /** Changes when another way is asked for; empty: none is. */
  readonly key = $derived(this.whose ? `${writeWhose(this.whose)} ${this.day}` : '')
  readonly found = new Load<Day>((signal) => investigation.track(this.whose!, this.day, signal))
  readonly tracks = $derived(this.whose && this.found.value ? tracksOf(this.whose, this.found.value) : [])

  show(whose: Whose, day: string): void {
    const query = new URLSearchParams(router.query)
    query.set('track', writeWhose(whose))
    query.set('day', day)
    router.go(router.path, query)
  }

  clear = (): void => {
    const query = new URLSearchParams(router.query)
    query.delete('track')
    query.delete('day')
    router.go(router.path, query)
  }
}
