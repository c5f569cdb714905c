import type { Alert, Severity } from '../model/alert.ts'
import type { LonLat } from '../model/datum.ts'

export const layers = ['alerts', 'institutions', 'homes', 'check-ins'] as const
export type Layer = (typeof layers)[number]

export interface MapItem {
  layer: Layer
  id: string
  lat: number
  lon: number
  districtCode?: string
  name?: string
  accuracy?: number
  radius?: number
  away?: boolean
  personId?: string
  caregiverId?: string
  visitId?: string
  end?: 'check-in' | 'check-out'
  at?: string
  seq?: number
  mock?: boolean
  rule?: string
  severity?: Severity
  /** A home, within about a kilometre. */
  masked?: boolean
}

export interface MapCluster {
  layer: Layer
  count: number
  lat: number
  lon: number
  box: [west: number, south: number, east: number, north: number]
  ids: string[]
  severity?: Severity
}

/** Alerts at one place never come apart, however near the map comes: these are told one by one. */
export function heapOf({ layer, box: [west, south, east, north], lat, lon, ids }: MapCluster, find: (id: string) => Alert | undefined): MapItem[] {
  if (layer !== 'alerts' || west !== east || south !== north) return []
  return ids.map(find).filter((alert) => alert !== undefined).map(({ id, rule, severity, occurredAt, personId, caregiverId, districtCode }) => ({
    layer, id, lat, lon, rule, severity, at: occurredAt, ...(personId ? { personId } : {}), ...(caregiverId ? { caregiverId } : {}), ...(districtCode ? { districtCode } : {}),
  }))
}

/** How far an index of the server has come with the journal. */
export interface Progress {
  position: number
  lastSeq: number
}

export interface MapContent extends Progress {
  items: MapItem[]
  clusters: MapCluster[]
  truncated: boolean
}

export interface TileSource {
  url?: string
  datum?: 'wgs84' | 'gcj02' | 'bd09'
}

/** A way drawn on the map: the part already gone is full, the rest pale. */
export interface Track {
  id: string
  /** Which of two caregivers: they differ by colour and by dashes. */
  hand: 'first' | 'second'
  points: readonly { at: LonLat; accuracy?: number; kind: 'track' | 'check-in' | 'check-out'; mock: boolean }[]
  /** How many of the points lie behind; undefined: all. */
  gone?: number
  /** With the accuracy of every point, not only of the ends and of the moment. */
  circles?: boolean
}

export const contentPoint = (item: { lat: number; lon: number }): LonLat => [item.lon, item.lat]

export interface TrailHome {
  personId: string
  lat: number
  lon: number
  radius?: number
  away?: boolean
  masked?: boolean
}

export const homeItem = (home: TrailHome): MapItem => ({ layer: 'homes', id: home.personId, ...home })
