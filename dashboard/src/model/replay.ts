import type { TrailPoint } from './visit.ts'

/** A way through time: its points in order, and where somebody was, as far as was measured, at any instant. */
export interface Way {
  points: readonly TrailPoint[]
  times: readonly number[]
}

export function wayOf(points: readonly TrailPoint[]): Way {
  const sorted = [...points].sort((a, b) => Date.parse(a.time) - Date.parse(b.time) || a.seq - b.seq)
  return { points: sorted, times: sorted.map((point) => Date.parse(point.time)) }
}

/** The last point measured at the instant or before; undefined before the first. Nothing is made up between two points. */
export function lastAt(way: Way, instant: number): number | undefined {
  let [low, high] = [0, way.times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (way.times[middle]! <= instant) low = middle + 1
    else high = middle
  }
  return low > 0 ? low - 1 : undefined
}

export const speeds = [1, 10, 60, 300, 1800] as const

/** Where the replay stands after so much time of the watcher, at a speed; never past the end. */
export const advance = (now: number, elapsed: number, speed: number, end: number): number => Math.min(end, now + elapsed * speed)

/** Beginning and end of what there is to see, with a little room, so that the first and the last point are not at the very edge. */
export function spanOf(instants: readonly number[]): [from: number, to: number] | undefined {
  const known = instants.filter(Number.isFinite)
  if (known.length === 0) return undefined
  const [from, to] = [Math.min(...known), Math.max(...known)]
  const room = Math.max(60_000, (to - from) * 0.02)
  return [from - room, to + room]
}
