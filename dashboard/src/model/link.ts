/** What the header says about the data on screen. */
export type LinkState = 'live' | 'reconnecting' | 'offline'

/** Silence after which "reconnecting" is no longer an honest word, in milliseconds. */
export const offlineAfter = 20_000

/**
 * The state from three facts: does the stream run, when did the server last prove itself by any channel,
 * and does the browser believe in a network at all. A socket that claims to be open but has proved
 * nothing for too long is not trusted.
 */
export function linkState(streaming: boolean, browserOnline: boolean, silence: number): LinkState {
  if (!browserOnline || silence >= offlineAfter * 2) return 'offline'
  if (streaming) return silence >= offlineAfter ? 'reconnecting' : 'live'
  return silence >= offlineAfter ? 'offline' : 'reconnecting'
}
