import { describe, expect, it } from 'vitest'
import { barsOf, dayOf, overlaps } from '../src/model/day.ts'
import { layout, type Graph } from '../src/model/graph.ts'
import { advance, lastAt, spanOf, wayOf } from '../src/model/replay.ts'
import { asKnown, entityPath, graphPath, investigationOf, parseRoute, replayPath, subjectPath, visitPath } from '../src/model/route.ts'
import { alertsAt, gistOf, isLate, isWithdrawnAt, knowledgeSteps, knownAt, rowOf, sortRows, typesOf, type Entry } from '../src/model/timeline.ts'
import { readVisit, type DayAnswer, type TrailPoint } from '../src/model/visit.ts'
import { boundsOf, fit, metresPerPixel, project, scaleOf, unproject, zoomAt, type Viewport } from '../src/map/viewport.ts'
import { metres } from '../src/model/datum.ts'

const entry = (seq: number, time: string, recordedAt: string, type = 'ltc.visit.checked-in', data: unknown = {}): Entry =>
  ({ seq, recordedAt, event: { type, time, subject: 'P-1', data }, alerts: [] })

describe('addresses of the investigation', () => {
  it.each([
    ['/map', { view: 'map' }],
    ['/compare/', { view: 'compare' }],
    ['/persons/P-1', { view: 'entity', kind: 'persons', id: 'P-1' }],
    ['/bindings/a%3Ab', { view: 'entity', kind: 'bindings', id: 'a:b' }],
    ['/persons/P-1/visits/V-1', { view: 'visit', person: 'P-1', visit: 'V-1' }],
    ['/graph/devices/D-1', { view: 'graph', kind: 'devices', id: 'D-1' }],
    ['/entries/12', { view: 'entry', seq: 12 }],
    ['/entries/0', { view: 'unknown', path: '/entries/0' }],
    ['/entries/x', { view: 'unknown', path: '/entries/x' }],
    ['/persons', { view: 'unknown', path: '/persons' }],
    ['/persons/%E0%A4%A', { view: 'unknown', path: '/persons/%E0%A4%A' }],
    ['/graph/institutions/I-1', { view: 'unknown', path: '/graph/institutions/I-1' }],
    ['/caregivers/C-1/visits/V-1', { view: 'unknown', path: '/caregivers/C-1/visits/V-1' }],
  ])('%s', (path, route) => expect(parseRoute(path)).toEqual(route))

  it('lead back to where they came from', () => {
    expect(parseRoute(entityPath('persons', 'a:b/c'))).toEqual({ view: 'entity', kind: 'persons', id: 'a:b/c' })
    expect(parseRoute(visitPath('p', 'v:1'))).toEqual({ view: 'visit', person: 'p', visit: 'v:1' })
    expect(parseRoute(graphPath('addresses', 'away:P-1'))).toEqual({ view: 'graph', kind: 'addresses', id: 'away:P-1' })
  })

  it('of a replay carry its moment and the instant of what was known', () => {
    expect(replayPath('P-1', 'V-1', '2026-06-05T09:00:00+08:00', '2026-06-05T10:00:00Z')).toBe('/persons/P-1/visits/V-1?at=2026-06-05T09%3A00%3A00%2B08%3A00&asOf=2026-06-05T10%3A00%3A00Z')
    expect(replayPath('P-1', 'V-1', undefined)).toBe('/persons/P-1/visits/V-1')
    expect(asKnown('/persons/P-1', '2026-06-05T10:00:00Z')).toBe('/persons/P-1?asOf=2026-06-05T10%3A00%3A00Z')
    expect(asKnown('/persons/P-1', undefined)).toBe('/persons/P-1')
  })

  it.each([
    ['ltc.visit.checked-in', '/persons/X'], ['ltc.welfare.reported', '/persons/X'], ['ltc.caregiver.tracked', '/caregivers/X'],
    ['ltc.institution.accepted', '/institutions/X'], ['ltc.device.registered', '/graph/devices/X'],
    ['ltc.account.used', undefined], ['ltc.event.withdrawn', undefined], ['', undefined],
  ])('of whom an event is about: %s', (type, path) => expect(subjectPath(type, 'X')).toBe(path))

  it('are told apart from the board', () => {
    expect(investigationOf(parseRoute('/map'))).toEqual({ view: 'map' })
    for (const path of ['/', '/alerts/a', '/rules', '/nowhere']) expect(investigationOf(parseRoute(path))).toBeUndefined()
  })
})

describe('the timeline', () => {
  const early = rowOf(entry(2, '2026-01-01T08:00:00+08:00', '2026-01-05T08:00:00+08:00', 'ltc.person.died'))
  const later = rowOf(entry(1, '2026-01-02T08:00:00+08:00', '2026-01-02T08:00:00+08:00'))

  it('stands in the order of either clock', () => {
    expect(sortRows([early, later], 'occurred').map((row) => row.entry.seq)).toEqual([1, 2])
    expect(sortRows([early, later], 'recorded').map((row) => row.entry.seq)).toEqual([2, 1])
  })

  it('holds at an instant what had been recorded by then, that instant too', () => {
    expect(knownAt([early, later], later.recorded)).toEqual([later])
    expect(knownAt([early, later], later.recorded - 1)).toEqual([])
    expect(knownAt([early, later], undefined)).toHaveLength(2)
  })

  it('has a step for each instant at which something became known', () => {
    expect(knowledgeSteps([early, later, later])).toEqual([later.recorded, early.recorded])
  })

  it('tells of an entry the alerts that had been raised by then', () => {
    const row = rowOf({ ...entry(1, '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z'), alerts: ['a', 'b'] }, { a: '2026-01-02T08:00:00Z', b: '2026-01-03T08:00:00Z' })
    expect([undefined, '2026-01-02T07:59:59Z', '2026-01-02T08:00:00Z', '2026-01-03T08:00:00Z'].map((at) => alertsAt(row, at === undefined ? undefined : Date.parse(at)))).toEqual([2, 0, 1, 2])
    expect(knowledgeSteps([row])).toHaveLength(3)
  })

  it('marks what was known to be withdrawn then, and not what counts again', () => {
    const row = rowOf({ ...entry(1, '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z'), withdrawnAt: ['2026-01-02T08:00:00Z', '2026-01-03T08:00:00Z'] })
    expect([undefined, '2026-01-02T07:59:59Z', '2026-01-02T08:00:00Z', '2026-01-03T08:00:00Z'].map((at) => isWithdrawnAt(row, at === undefined ? undefined : Date.parse(at)))).toEqual([false, false, true, false])
    expect(isWithdrawnAt(later)).toBe(false)
  })

  it('calls late what came more than an hour after it happened', () => {
    expect(isLate(rowOf(entry(1, '2026-01-01T08:00:00+08:00', '2026-01-01T09:00:00+08:00')))).toBe(false)
    expect(isLate(rowOf(entry(1, '2026-01-01T08:00:00+08:00', '2026-01-01T09:00:00.001+08:00')))).toBe(true)
  })

  it('counts its types, the most first', () => {
    expect(typesOf([early, later, later])).toEqual([['ltc.visit.checked-in', 2], ['ltc.person.died', 1]])
  })

  it('says of an entry what its page does not say already', () => {
    const told = entry(1, '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z', 'ltc.visit.tracked', { visitId: 'V-1', caregiverId: 'C-1', points: [1, 2, 3] })
    expect(gistOf(told, 'P-1')).toBe('visitId V-1 · caregiverId C-1 · points 3')
    expect(gistOf(told, 'C-1')).toBe('P-1 · visitId V-1 · points 3')
    expect(gistOf({ ...told, event: {} }, 'C-1')).toBe('')
    expect(gistOf(told, 'P-1', (field, value) => `<${field}=${value}>`)).toBe('<visitId=V-1> · <caregiverId=C-1> · <points=3>')
  })
})

describe('a visit off a view', () => {
  it('is read from a person and from a caregiver alike', () => {
    const ofPerson = readVisit({ visitId: 'V', services: ['bathing', 'bathing'], recipient: 'P', provider: 'C', date: '2026-06-05', place: { institutionId: 'I', position: { lat: 39.1, lon: 117.2 }, accuracy: 9 }, begin: 'b', end: 'e' })
    const ofCaregiver = readVisit({ visitId: 'V', services: [{ code: 'bathing', minutes: 40 }], personId: 'P', caregiverId: 'C', institutionId: 'I', date: '2026-06-05', place: { lat: 39.1, lon: 117.2 }, begin: 'b', end: 'e' })
    expect(ofPerson).toEqual({ visitId: 'V', services: ['bathing'], personId: 'P', caregiverId: 'C', institutionId: 'I', date: '2026-06-05', position: [117.2, 39.1], accuracy: 9, begin: 'b', end: 'e' })
    expect(ofCaregiver).toEqual({ ...ofPerson, accuracy: undefined })
  })

  it('without a place or an end says so by leaving them out, and without its parties is none', () => {
    expect(readVisit({ visitId: 'V', recipient: 'P', provider: 'C', date: '2026-06-05', place: {} })).toEqual({ visitId: 'V', services: [], personId: 'P', caregiverId: 'C', date: '2026-06-05' })
    for (const raw of [undefined, 7, {}, { visitId: 'V', date: '2026-06-05' }]) expect(readVisit(raw)).toBeUndefined()
  })
})

const point = (time: string, seq = 1): TrailPoint => ({ time, lat: 39, lon: 117, mock: false, kind: 'track', seq })

describe('the replay', () => {
  const way = wayOf([point('2026-06-05T09:20:00+08:00'), point('2026-06-05T09:00:00+08:00'), point('2026-06-05T09:40:00+08:00')])
  const at = (time: string): number => Date.parse(`2026-06-05T${time}+08:00`)

  it('stands at the last point measured, that instant too, and before the first nowhere', () => {
    expect(lastAt(way, at('08:59:59'))).toBeUndefined()
    expect(lastAt(way, at('09:00:00'))).toBe(0)
    expect(lastAt(way, at('09:19:59'))).toBe(0)
    expect(lastAt(way, at('09:20:00'))).toBe(1)
    expect(lastAt(way, at('23:00:00'))).toBe(2)
    expect(lastAt(wayOf([]), 0)).toBeUndefined()
  })

  it('runs at its speed and stops at the end', () => {
    expect(advance(1000, 16, 60, 10_000)).toBe(1960)
    expect(advance(1000, 1000, 60, 10_000)).toBe(10_000)
  })

  it('spans what there is with room at both ends, and nothing where there is nothing', () => {
    expect(spanOf([at('09:00:00'), at('09:40:00'), NaN])).toEqual([at('08:59:00'), at('09:41:00')])
    expect(spanOf([NaN])).toBeUndefined()
  })
})

describe('two days side by side', () => {
  const end = (at: string) => ({ at: `2026-06-05T${at}+08:00`, recordedAt: '', seq: 1, channel: 'mobile' })
  const answer = (visitId: string, begin: string | undefined, to: string | undefined, personId = 'P'): DayAnswer => ({
    caregiverId: 'C', date: '2026-06-05', points: [], homes: [], truncated: false,
    visits: [{ visitId, personId, caregiverId: 'C', date: '2026-06-05', services: [], ...(begin ? { begin: end(begin) } : {}), ...(to ? { end: end(to) } : {}) }],
  })
  const bars = (...args: Parameters<typeof answer>) => barsOf(answer(...args), '2026-06-05')

  it('are drawn in percent of the day, held to it, and open where an end is missing', () => {
    expect(bars('v', '06:00:00', '12:00:00')).toMatchObject([{ from: 25, to: 50, isOpen: false }])
    expect(bars('v', '06:00:00', undefined)).toMatchObject([{ from: 25, to: 25, isOpen: true }])
    expect(bars('v', '12:00:00', '06:00:00')).toMatchObject([{ isOpen: true }])
  })

  it('overlap only with one person, and not where they touch', () => {
    expect(overlaps(bars('a', '06:00:00', '12:00:00'), bars('b', '09:00:00', '18:00:00'))).toEqual([[37.5, 50]])
    expect(overlaps(bars('a', '06:00:00', '12:00:00'), bars('b', '12:00:00', '18:00:00'))).toEqual([])
    expect(overlaps(bars('a', '06:00:00', '12:00:00'), bars('b', '09:00:00', '18:00:00', 'Q'))).toEqual([])
  })

  it('begin and end at midnight in China', () => {
    expect(dayOf(Date.parse('2026-06-05T00:00:00+08:00'))).toBe('2026-06-05')
    expect(dayOf(Date.parse('2026-06-04T23:59:59.999+08:00'))).toBe('2026-06-04')
  })
})

describe('the drawing of a graph', () => {
  const graph: Graph = {
    root: 'a', truncated: false,
    nodes: ['a', 'b', 'c', 'd', 'e'].map((id, i) => ({ id, kind: 'person', ref: id, step: Math.min(i, 2) })),
    edges: [{ from: 'a', to: 'b', relation: 'visits' }, { from: 'b', to: 'c', relation: 'visits' }, { from: 'a', to: 'd', relation: 'visits' }],
  }

  it('is the same each time, with the root in the middle and no two nodes on one another', () => {
    const [first, second] = [layout(graph), layout(graph)]
    expect([...first]).toEqual([...second])
    expect(first.get('a')).toEqual({ x: 0, y: 0 })
    const places = [...first.values()]
    for (let i = 0; i < places.length; i++) {
      for (let j = i + 1; j < places.length; j++) expect(Math.hypot(places[i]!.x - places[j]!.x, places[i]!.y - places[j]!.y)).toBeGreaterThan(30)
    }
  })
})

describe('what part of the world is shown', () => {
  const view: Viewport = { center: [117.2, 39.13], zoom: 14, width: 800, height: 600, datum: 'wgs84' }

  it.each(['wgs84', 'gcj02', 'bd09'] as const)('leads from a place to its pixel and back on a background in %s', (datum) => {
    const on = { ...view, datum }
    expect(project(on, view.center)).toEqual([400, 300])
    expect(metres(unproject(on, project(on, [117.21, 39.12])), [117.21, 39.12])).toBeLessThan(0.05)
  })

  it('measures a pixel and names a round length', () => {
    expect(metresPerPixel(view)).toBeCloseTo((Math.cos((39.13 * Math.PI) / 180) * 40_030_230) / (256 * 2 ** 14), 1)
    expect(scaleOf(view)).toMatchObject({ metres: 500 })
  })

  it('fits all points, and zooms with the place under the pointer staying put', () => {
    const fitted = fit([[117.1, 39.0], [117.3, 39.2]], 800, 600)!
    const [west, south, east, north] = boundsOf({ ...view, ...fitted })
    expect(west < 117.1 && east > 117.3 && south < 39 && north > 39.2).toBe(true)
    expect(fit([], 800, 600)).toBeUndefined()
    const held = unproject(view, [100, 100])
    expect(metres(unproject({ ...view, ...zoomAt(view, 1, [100, 100]) }, [100, 100]), held)).toBeLessThan(0.05)
    expect(zoomAt({ ...view, zoom: 20 }, 5, [0, 0]).zoom).toBe(20)
  })
})
