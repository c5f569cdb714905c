import type { DayAnswer } from './visit.ts'

const zoneMs = 8 * 3_600_000
const dayMs = 86_400_000

/** The day in China at an instant, `yyyy-MM-dd`. */
export const dayOf = (instant: number): string => new Date(instant + zoneMs).toISOString().slice(0, 10)

/** A visit as a bar across a day; `from` and `to` in percent of it. */
export interface Bar {
  visitId: string
  personId: string
  from: number
  to: number
  begin?: string
  end?: string
  /** One of its ends is missing, or comes before the other. */
  isOpen: boolean
}

export function barsOf(answer: DayAnswer, day: string): Bar[] {
  const start = Date.parse(`${day}T00:00:00+08:00`)
  const percent = (instant: number): number => Math.min(100, Math.max(0, ((instant - start) / dayMs) * 100))
  return answer.visits.map((visit) => {
    const begin = Date.parse(visit.begin?.at ?? visit.end?.at ?? '')
    const end = Date.parse(visit.end?.at ?? visit.begin?.at ?? '')
    return {
      visitId: visit.visitId, personId: visit.personId, from: percent(begin), to: percent(Math.max(begin, end)),
      isOpen: !visit.begin || !visit.end || end < begin,
      ...(visit.begin ? { begin: visit.begin.at } : {}), ...(visit.end ? { end: visit.end.at } : {}),
    }
  })
}

/** When both were at work with one person, in percent of the day. Touching ends are no overlap. */
export function overlaps(a: readonly Bar[], b: readonly Bar[]): [from: number, to: number][] {
  const found: [number, number][] = []
  for (const one of a) {
    for (const other of b) {
      const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
      if (one.personId === other.personId && from < to) found.push([from, to])
    }
  }
  return found.sort((x, y) => x[0] - y[0])
}
