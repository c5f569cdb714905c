import { untrack } from 'svelte'
import { Refresh } from '../model/refresh.ts'
import { board } from './board.svelte.ts'
import { clock } from './clock.svelte.ts'

/** Has a page that is no part of the stream ask again by itself. The clock rests while nobody can see the page, and so does this. */
export function keepFresh(ask: () => void): void {
  const refresh = new Refresh(clock.coarse)
  $effect(() => {
    if (refresh.isDue(board.link, clock.coarse)) untrack(ask)
  })
}
