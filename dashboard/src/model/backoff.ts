/**
 * How long to wait before the next attempt, in milliseconds: doubling from half a second to half a minute,
 * with full jitter above a floor, so that a hundred boards do not come back in step after a restart.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(30_000, 500 * 2 ** Math.min(attempt, 10))
  return Math.round(250 + random() * (ceiling - 250))
}
