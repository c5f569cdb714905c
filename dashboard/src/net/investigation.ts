import type { Alert } from '../model/alert.ts'
import { readAlerts } from '../model/alert.ts'
import type { Graph } from '../model/graph.ts'
import type { EntityKind, GraphKind } from '../model/route.ts'
import type { Entry } from '../model/timeline.ts'
import type { Whose } from '../model/track.ts'
import type { Day, DayAnswer, VisitAnswer } from '../model/visit.ts'
import type { MapContent, Progress, TileSource, TrailHome } from '../map/content.ts'
import { api } from './api.ts'

/** What the server says of an entity: its own words, by kind. */
export type EntityView = Record<string, unknown>

const known = (asOf: string | undefined): Record<string, string> => (asOf ? { asOf } : {})
const id = encodeURIComponent

export interface InstitutionVisits {
  items: unknown[]
  total: number
  truncated: boolean
}

/** What came within the last moments is on its way to every index; more than that is not. */
export const isBehind = ({ position, lastSeq }: Progress): boolean => lastSeq - position > 500

export interface HistoryPage extends Progress {
  items: Entry[]
  next: number
  /** When the alerts of its entries were raised, by their ids. */
  raised: Record<string, string>
  /** Entries of the pages before may be withdrawn by what it passed. */
  withdrew: boolean
}

export const pageOfHistory = 1000

export const investigation = {
  view: (kind: EntityKind, of: string, asOf?: string, signal?: AbortSignal): Promise<EntityView> =>
    api.get(`/v1/${kind}/${id(of)}`, known(asOf), signal),

  history: (kind: EntityKind, of: string, after: number, signal?: AbortSignal): Promise<HistoryPage> =>
    api.get(`/v1/${kind}/${id(of)}/history`, { after: String(after), limit: String(pageOfHistory), standing: 'over-time' }, signal),

  alerts: async (kind: EntityKind, of: string, asOf?: string, signal?: AbortSignal): Promise<Alert[]> =>
    readAlerts((await api.get<{ items: unknown[] }>(`/v1/${kind}/${id(of)}/alerts`, known(asOf), signal)).items),

  homes: async (person: string, asOf?: string, signal?: AbortSignal): Promise<TrailHome[]> =>
    (await api.get<{ items: TrailHome[] }>(`/v1/persons/${id(person)}/homes`, known(asOf), signal)).items,

  served: (institution: string, asOf?: string, signal?: AbortSignal): Promise<InstitutionVisits> =>
    api.get(`/v1/institutions/${id(institution)}/visits`, { limit: '500', ...known(asOf) }, signal),

  visit: (person: string, visit: string, asOf?: string, signal?: AbortSignal): Promise<VisitAnswer> =>
    api.get(`/v1/persons/${id(person)}/visits/${id(visit)}`, known(asOf), signal),

  day: (caregiver: string, day: string, asOf?: string, signal?: AbortSignal): Promise<DayAnswer> =>
    api.get(`/v1/caregivers/${id(caregiver)}/days/${id(day)}`, known(asOf), signal),

  track: (whose: Whose, day: string, signal?: AbortSignal): Promise<Day> => api.get(`/v1/${whose.kind}/${id(whose.id)}/days/${id(day)}`, {}, signal),

  graph: (kind: GraphKind, of: string, asOf?: string, signal?: AbortSignal): Promise<Graph & Progress> =>
    api.get(`/v1/graph/${kind}/${id(of)}`, { steps: '2', ...known(asOf) }, signal),

  map: (query: Record<string, string>, signal?: AbortSignal): Promise<MapContent> => api.get('/v1/map', query, signal),

  tiles: (signal?: AbortSignal): Promise<TileSource> => api.get('/v1/map/tiles', {}, signal),
}
