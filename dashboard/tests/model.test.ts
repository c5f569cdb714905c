import { describe, expect, it } from 'vitest'
import { backoff } from '../src/model/backoff.ts'
import { age, dateTime, figure, ratio, shortTime } from '../src/model/format.ts'
import { linkState } from '../src/model/link.ts'
import { alertPath, parseRoute, withQuery } from '../src/model/route.ts'
import { holdRows, windowOf } from '../src/model/rows.ts'
import { alert } from './samples.ts'

describe('times', () => {
  it('are those of China, wherever the officer sits', () => {
    expect(dateTime('2026-11-22T16:00:00Z')).toBe('2026-11-23 00:00:00')
    expect(dateTime('2026-11-22T23:59:59+08:00')).toBe('2026-11-22 23:59:59')
    expect(shortTime('2026-01-05T01:02:03Z')).toBe('01-05 09:02')
  })

  it('stay as they are when they are no instants', () => {
    expect(dateTime('someday')).toBe('someday')
    expect(dateTime(undefined)).toBe('')
  })

  it.each([
    [-5000, 0, 'second'], [59_999, 59, 'second'], [60_000, 1, 'minute'], [3_599_999, 59, 'minute'],
    [3_600_000, 1, 'hour'], [86_399_999, 23, 'hour'], [86_400_000, 1, 'day'], [864_000_000, 10, 'day'],
  ] as const)('%d ms are %d %s', (ms, value, unit) => expect(age(ms)).toEqual({ value, unit }))
})

describe('figures', () => {
  it('show two decimals at most', () => {
    expect([figure(12), figure(12.345), figure(4999.54), figure('12.50'), figure(undefined)]).toEqual(['12', '12.35', '4999.5', '12.50', ''])
    expect(figure('2026-11-15T01:30:00Z')).toBe('2026-11-15 09:30:00')
  })

  it('have a ratio only between plain numbers and a limit above nought', () => {
    expect(ratio(180, 120)).toBe(1.5)
    expect(ratio('180', '120')).toBe(1.5)
    for (const [value, limit] of [[5, 0], [5, undefined], ['2026-01-01', 5], [-1, 5], ['', 5]] as const) expect(ratio(value, limit)).toBeUndefined()
  })
})

describe('routes', () => {
  it.each([
    ['/', { view: 'board' }], ['/alerts', { view: 'board' }], ['/alerts/', { view: 'board' }],
    ['/alerts/VIS-01%3Aabc', { view: 'alert', id: 'VIS-01:abc' }],
    ['/alerts/%E0%A4%A', { view: 'unknown', path: '/alerts/%E0%A4%A' }], ['/nowhere', { view: 'unknown', path: '/nowhere' }],
  ])('%s', (path, route) => expect(parseRoute(path)).toEqual(route))

  it('lead back to the same id', () => {
    expect(parseRoute(alertPath('GEO-01:p/1'))).toEqual({ view: 'alert', id: 'GEO-01:p/1' })
  })

  it('keep commas readable and no lonely question mark', () => {
    expect(withQuery('/', new URLSearchParams({ severity: 'P1,P2' }))).toBe('/?severity=P1,P2')
    expect(withQuery('/', new URLSearchParams())).toBe('/')
  })
})

describe('held rows', () => {
  const known = new Map([alert({ id: 'a', seq: 1 }), alert({ id: 'b', seq: 9, status: 'resolved' }), alert({ id: 'c', seq: 3 })].map((one) => [one.id, one]))

  it('stay in their order with their newest contents, and what is new waits', () => {
    const { rows, waiting } = holdRows(['a', 'b'], [alert({ id: 'c' }), alert({ id: 'a' })], (id) => known.get(id))
    expect(rows.map((row) => `${row.id} ${row.status}`)).toEqual(['a open', 'b resolved'])
    expect(waiting).toBe(1)
  })

  it('lose only what the book has forgotten', () => {
    expect(holdRows(['x', 'a'], [], (id) => known.get(id)).rows.map((row) => row.id)).toEqual(['a'])
  })
})

describe('the rendered window', () => {
  it.each([
    ['at the top', 5000, 0, { from: 0, to: 18 }],
    ['in the middle', 5000, 4800, { from: 94, to: 118 }],
    ['at the end', 20, 480, { from: 4, to: 20 }],
    ['scrolled past a list that has shrunk', 3, 4800, { from: 0, to: 3 }],
    ['empty', 0, 0, { from: 0, to: 0 }],
  ])('%s', (_, total, top, expected) => expect(windowOf(total, 48, top, 576)).toEqual(expected))

  it('has as many rows as fit and a few more, however long the list and wherever it stands', () => {
    for (const total of [0, 1, 25, 10_000, 10_000_000]) {
      for (let part = 0; part <= 1; part += 1 / 97) {
        const { from, to } = windowOf(total, 48, part * total * 48, 576)
        expect(to - from).toBeLessThanOrEqual(Math.ceil(576 / 48) + 1 + 2 * 6)
      }
    }
  })
})

describe('the word for the connection', () => {
  it.each([
    [true, true, 0, 'live'], [true, true, 20_000, 'reconnecting'], [true, true, 40_000, 'offline'],
    [false, true, 0, 'reconnecting'], [false, true, 20_000, 'offline'], [true, false, 0, 'offline'], [false, true, Infinity, 'offline'],
  ] as const)('streaming %s, browser online %s, silent %d ms: %s', (streaming, online, silence, word) =>
    expect(linkState(streaming, online, silence)).toBe(word))
})

it('waits longer each time, never beyond half a minute, never nought', () => {
  expect(backoff(0, () => 0)).toBe(250)
  expect(backoff(0, () => 1)).toBe(500)
  expect(backoff(3, () => 1)).toBe(4000)
  expect(backoff(1000, () => 1)).toBe(30_000)
})
