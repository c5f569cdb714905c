import { describe, expect, it } from 'vitest'
import { heapOf, type MapCluster } from '../src/map/content.ts'
import { readWhose, trackPath, tracksOf } from '../src/model/track.ts'
import type { Day, TrailPoint } from '../src/model/visit.ts'
import { alert } from './samples.ts'

describe('the track of a day on the map', () => {
  const at = (visitId: string | undefined, lon: number): TrailPoint => ({ time: '2026-06-05T09:00:00+08:00', lat: 39, lon, accuracy: 9, mock: false, kind: 'track', seq: 1, ...(visitId === undefined ? {} : { visitId }) })
  const day: Day = {
    date: '2026-06-05', homes: [], truncated: false, points: [at('V-1', 1), at('V-2', 2), at('V-1', 3), at(undefined, 4)],
    visits: [['V-1', 'C-1'], ['V-2', 'C-2']].map(([visitId, caregiverId]) => ({ visitId: visitId!, personId: 'P-1', caregiverId: caregiverId!, date: '2026-06-05', services: [] })),
  }

  it('is named in the address', () => {
    expect(readWhose('caregivers/C-1')).toEqual({ kind: 'caregivers', id: 'C-1' })
    expect(new URL(trackPath({ kind: 'persons', id: 'a:b' }), 'http://x').searchParams.get('track')).toBe('persons/a:b')
    for (const text of [null, '', 'institutions/I-1', 'caregivers/', 'caregivers/a b']) expect(readWhose(text)).toBeUndefined()
  })

  it('is one way of a caregiver, and of a person one of each who came', () => {
    const lons = (kind: 'caregivers' | 'persons', id: string) => tracksOf({ kind, id }, day).map((track) => [track.id, track.hand, ...track.points.map((one) => one.at[0])])
    expect(lons('caregivers', 'C-1')).toEqual([['C-1', 'first', 1, 2, 3, 4]])
    expect(lons('persons', 'P-1')).toEqual([['C-1', 'first', 1, 3], ['C-2', 'second', 2], ['', 'second', 4]])
    expect(tracksOf({ kind: 'persons', id: 'P-1' }, { ...day, points: [] })).toEqual([])
  })

  it('has the accuracy of every point', () => {
    expect(tracksOf({ kind: 'caregivers', id: 'C-1' }, day)[0]).toMatchObject({ circles: true, points: [{ accuracy: 9 }, {}, {}, {}] })
  })
})

describe('a cluster on the map', () => {
  const cluster: MapCluster = { layer: 'alerts', count: 2, lat: 39, lon: 117, box: [117, 39, 117, 39], ids: ['GEO-01-1', 'gone'] }
  const find = (id: string) => (id === 'gone' ? undefined : alert({ id, personId: 'P-1', caregiverId: 'C-1' }))

  it('tells its alerts one by one where they lie at one place', () => {
    expect(heapOf(cluster, find)).toMatchObject([{ layer: 'alerts', id: 'GEO-01-1', lat: 39, lon: 117, personId: 'P-1', caregiverId: 'C-1' }])
    expect(heapOf({ ...cluster, box: [117, 39, 117.001, 39] }, find)).toEqual([])
    expect(heapOf({ ...cluster, layer: 'check-ins' }, find)).toEqual([])
  })
})
