import { describe, expect, it } from 'vitest'
import { hasNews } from '../src/model/attendance.ts'
import { dueState } from '../src/model/due.ts'
import { keyOf, keys, keysOf, parts } from '../src/model/keys.ts'
import { defaultNotices, isQuiet, noticesOf, readNotices } from '../src/model/notices.ts'
import { conflictIsOurs } from '../src/model/triage.ts'
import { isShown, viewQuery, type SavedView } from '../src/model/view.ts'
import { alert, due } from './samples.ts'

const at = (time: string): number => Date.parse(`2026-11-20T${time}+08:00`)

describe('a clock', () => {
  const clock = due('2026-11-20T10:00:00+08:00', '2026-11-20T09:30:00+08:00')
  it.each([['09:29:59', 'running'], ['09:30:00', 'soon'], ['09:59:59', 'soon'], ['10:00:00', 'overdue']] as const)('at %s is %s', (time, state) =>
    expect(dueState(clock, at(time))).toBe(state))

  it('does not run, or nobody can say', () => {
    expect(dueState({}, at('10:00:00'))).toBe('none')
    expect(dueState({ dueUnknownYear: 2027 }, at('10:00:00'))).toBe('unknown')
  })
})

describe('sound and notices', () => {
  const p1 = alert({ severity: 'P1' })
  const p3 = alert({ severity: 'P3' })

  it('are of the gravest that is to be heard', () => {
    expect(noticesOf(defaultNotices, [p3, p1], at('12:00:00'))).toEqual({ sound: 'P1', desktop: [] })
    expect(noticesOf(defaultNotices, [p3], at('12:00:00'))).toEqual({ sound: undefined, desktop: [] })
    const all = { ...defaultNotices, channels: { ...defaultNotices.channels, P3: { sound: true, desktop: true } } }
    expect(noticesOf(all, [p3, p1], at('12:00:00'))).toEqual({ sound: 'P1', desktop: [p3] })
    expect(noticesOf(all, [p3], at('12:00:00')).sound).toBe('P3')
  })

  it('rest while muted', () => {
    const muted = { ...defaultNotices, mutedUntil: at('12:00:00') }
    expect(noticesOf(muted, [p1], at('11:59:59'))).toEqual({ sound: undefined, desktop: [] })
    expect(noticesOf(muted, [p1], at('12:00:00')).sound).toBe('P1')
  })

  it.each([
    ['22:00', '07:00', '21:59:59', false], ['22:00', '07:00', '22:00:00', true], ['22:00', '07:00', '06:59:59', true], ['22:00', '07:00', '07:00:00', false],
    ['12:00', '13:00', '11:59:59', false], ['12:00', '13:00', '12:30:00', true], ['12:00', '13:00', '13:00:00', false],
  ] as const)('rest from %s to %s: at %s %s', (from, to, time, quiet) => expect(isQuiet({ ...defaultNotices, quiet: { from, to } }, at(time))).toBe(quiet))

  it('are as for everybody where what was stored makes no sense', () => {
    for (const text of [null, '', 'x', '[]', '7', '{"channels":7}']) expect(readNotices(text)).toEqual(defaultNotices)
    expect(readNotices('{"quiet":{"from":"25:00","to":"07:00"},"mutedUntil":"soon"}')).toEqual(defaultNotices)
    const kept = { ...defaultNotices, quiet: { from: '22:00', to: '07:00' }, mutedUntil: 5 }
    expect(readNotices(JSON.stringify(kept))).toEqual(kept)
  })
})

describe('the keys', () => {
  const press = (key: string, change: object = {}) => ({ key, defaultPrevented: false, ctrlKey: false, metaKey: false, altKey: false, target: null, ...change })
  const inside = (what: string) => ({ closest: (selector: string) => (selector.includes(what) ? {} : null) }) as unknown as EventTarget

  it('are each for one thing', () => {
    expect(new Set(keys.map(([, key]) => key)).size).toBe(keys.length)
    for (const part of parts) expect(new Set(part.keys.map(([, key]) => key)).size).toBe(part.keys.length)
  })

  it('change nothing for whoever only reads, and are not listed then', () => {
    expect(keysOf(true)).toEqual(keys)
    expect(keysOf(false).map(([, key]) => key)).toEqual(['j', 'k', 'Enter', 'Escape', '/', '?'])
    for (const [action, key] of keys) expect(keyOf(press(key), false, false)).toBe(keysOf(false).some(([one]) => one === action) ? action : undefined)
  })

  it('rest while somebody types, in dialogs, and beside the browser\u2019s own', () => {
    expect(keyOf(press('j'), false, true)).toBe('down')
    expect(keyOf(press('?'), false, true)).toBe('help')
    expect(keyOf(press('q'), false, true)).toBeUndefined()
    expect(keyOf(press('j'), true, true)).toBeUndefined()
    expect(keyOf(press('a', { ctrlKey: true }), false, true)).toBeUndefined()
    expect(keyOf(press('j', { target: inside('textarea') }), false, true)).toBeUndefined()
    expect(keyOf(press('Enter', { target: inside('button') }), false, true)).toBeUndefined()
    expect(keyOf(press('Enter'), false, true)).toBe('open')
  })
})

describe('a conflict', () => {
  it('concerns nobody where the engine alone has found more, and only whoever takes', () => {
    const grown = alert({ by: 'system', action: 'changed' })
    expect(conflictIsOurs('acknowledge', grown)).toBe(true)
    expect(conflictIsOurs('resolve', grown)).toBe(false)
    expect(conflictIsOurs('acknowledge', { ...grown, status: 'withdrawn', action: 'withdrawn' })).toBe(false)
    expect(conflictIsOurs('assign', { ...grown, by: 'wang', action: 'assign' })).toBe(false)
    expect(conflictIsOurs('assign', undefined)).toBe(false)
  })
})

describe('a saved view', () => {
  it('is the filter and the order of the address, not what is open', () => {
    expect(viewQuery(new URLSearchParams('entry=5&severity=P1,P2&sort=due&q='))).toBe('severity=P1,P2&sort=due')
    const view = { query: 'sort=due&severity=P1' } as SavedView
    expect(isShown(view, new URLSearchParams('severity=P1&entry=9&sort=due'))).toBe(true)
    expect(isShown(view, new URLSearchParams('severity=P1'))).toBe(false)
  })
})

it('has news only for whoever was here before, and only if there are any', () => {
  const none = { raised: {}, closed: 0, withdrawn: 0, mine: 0, overdue: 3 }
  expect(hasNews({ ...none, raised: { P1: 1 } })).toBe(false)
  expect(hasNews({ ...none, at: '2026-11-20T00:00:00Z' })).toBe(false)
  expect(hasNews({ ...none, at: '2026-11-20T00:00:00Z', raised: { P1: 1 } })).toBe(true)
})
