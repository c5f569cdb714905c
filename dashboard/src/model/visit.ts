import type { TrailHome } from '../map/content.ts'
import type { LonLat } from './datum.ts'

/** A visit by its six elements, whoever's page shows it: service, recipient, provider, date, place, begin and end. */
export interface Visit {
  visitId: string
  services: string[]
  personId: string
  caregiverId: string
  date: string
  institutionId?: string
  position?: LonLat
  accuracy?: number
  begin?: string
  end?: string
  itemId?: string
}

type Raw = Record<string, unknown>

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
const object = (value: unknown): Raw => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {})

/** The views of persons and of caregivers tell a visit in their own words; this reads both. */
export function readVisit(raw: unknown): Visit | undefined {
  const row = object(raw)
  const [visitId, date] = [text(row.visitId), text(row.date)]
  const personId = text(row.recipient) ?? text(row.personId)
  const caregiverId = text(row.provider) ?? text(row.caregiverId)
  if (!visitId || !date || !personId || !caregiverId) return undefined
  const place = object(row.place)
  const at = 'position' in place ? object(place.position) : place
  const [lat, lon] = [number(at.lat), number(at.lon)]
  const services = Array.isArray(row.services) ? row.services.map((one) => text(one) ?? text(object(one).code)).filter((one) => one !== undefined) : []
  return {
    visitId, date, personId, caregiverId, services: [...new Set(services)],
    ...optional('institutionId', text(row.institutionId) ?? text(place.institutionId)),
    ...optional('position', lat !== undefined && lon !== undefined ? ([lon, lat] as const) : undefined),
    ...optional('accuracy', number(place.accuracy)),
    ...optional('begin', text(row.begin)), ...optional('end', text(row.end)), ...optional('itemId', text(row.itemId)),
  }
}

export const readVisits = (raw: unknown): Visit[] => (Array.isArray(raw) ? raw.map(readVisit).filter((visit) => visit !== undefined) : [])

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V })
}

export interface VisitEnd {
  at: string
  recordedAt: string
  seq: number
  lat?: number
  lon?: number
  accuracy?: number
  mock?: boolean
  channel: string
  deviceId?: string
}

export interface VisitElements {
  visitId: string
  personId: string
  caregiverId: string
  institutionId?: string
  itemId?: string
  date: string
  services: { code: string; minutes: number }[]
  begin?: VisitEnd
  end?: VisitEnd
}

export interface TrailPoint {
  time: string
  lat: number
  lon: number
  accuracy?: number
  mock: boolean
  kind: 'track' | 'check-in' | 'check-out'
  visitId?: string
  seq: number
}

export interface TrailEntry {
  seq: number
  type: string
  time: string
  recordedAt: string
  withdrawn?: boolean
  alerts: string[]
}

export interface VisitAnswer {
  visitId: string
  personId: string
  elements?: VisitElements
  points: TrailPoint[]
  homes: TrailHome[]
  entries: TrailEntry[]
  truncated: boolean
}

/** What was measured of somebody on a day, and the visits of it. */
export interface Day {
  date: string
  visits: VisitElements[]
  points: TrailPoint[]
  homes: TrailHome[]
  truncated: boolean
}

export interface DayAnswer extends Day {
  caregiverId: string
}
