import type { Track } from '../map/content.ts'
import type { Day, TrailPoint } from './visit.ts'

/** Whose way of a day is drawn on the map: it stands in the address as `caregivers/C-1`. */
export interface Whose {
  kind: 'caregivers' | 'persons'
  id: string
}

export function readWhose(text: string | null): Whose | undefined {
  const [, kind, id] = /^(caregivers|persons)\/([A-Za-z0-9._:-]{1,64})$/.exec(text ?? '') ?? []
  return kind && id ? { kind: kind as Whose['kind'], id } : undefined
}

export const writeWhose = (whose: Whose): string => `${whose.kind}/${whose.id}`

/** The map with somebody's way of today. */
export const trackPath = (whose: Whose): string => `/map?track=${encodeURIComponent(writeWhose(whose))}`

/** Positions in the order of time, as the map draws them. */
export const trackPoints = (points: readonly TrailPoint[]): Track['points'] =>
  points.map((point) => ({ at: [point.lon, point.lat], kind: point.kind, mock: point.mock, ...(point.accuracy === undefined ? {} : { accuracy: point.accuracy }) }))

/** The ways of a day: a caregiver's own, or of each caregiver who was with a person, as nobody went from where one was to where the next was. */
export function tracksOf(whose: Whose, day: Day): Track[] {
  const providers = new Map(day.visits.map((visit) => [visit.visitId, visit.caregiverId]))
  const ways = new Map<string, TrailPoint[]>()
  for (const point of day.points) {
    const of = whose.kind === 'caregivers' ? whose.id : (providers.get(point.visitId ?? '') ?? '')
    const way = ways.get(of)
    if (way) way.push(point)
    else ways.set(of, [point])
  }
  return [...ways].map(([id, points], i) => ({ id, hand: i === 0 ? 'first' : 'second', circles: true, points: trackPoints(points) }))
}
