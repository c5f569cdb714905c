import { describe, expect, it } from 'vitest'
import { casefileAt, pinnedIn, type CaseItem } from '../src/model/casefile.ts'
import { timelineKeyOf } from '../src/model/keys.ts'
import { Refresh, refreshEvery } from '../src/model/refresh.ts'

describe('a case file', () => {
  const pin: CaseItem = { id: 1, type: 'pin', by: 'li', at: '2026-01-01T08:00:00Z', seq: 7, removedBy: 'wang', removedAt: '2026-01-03T08:00:00Z' }
  const note: CaseItem = { id: 2, type: 'note', by: 'li', at: '2026-01-02T08:00:00Z', text: 'x' }
  const then = (at: string): readonly CaseItem[] => casefileAt([pin, note], Date.parse(at))

  it('goes back to what stood in it, with the pins that were still on', () => {
    expect(then('2026-01-01T07:59:59Z')).toEqual([])
    expect(then('2026-01-02T07:59:59Z')).toEqual([{ id: 1, type: 'pin', by: 'li', at: '2026-01-01T08:00:00Z', seq: 7 }])
    expect(then('2026-01-03T08:00:00Z')).toEqual([pin, note])
    expect(casefileAt([pin, note], undefined)).toEqual([pin, note])
  })

  it('says which entries are pinned', () => {
    expect([...pinnedIn([pin, note])]).toEqual([])
    expect([...pinnedIn(then('2026-01-02T08:00:00Z'))]).toEqual([7])
  })
})

describe('a page that is no part of the stream', () => {
  it('asks again after its time, and at once when the network is back', () => {
    const refresh = new Refresh(0)
    expect(refresh.isDue('reconnecting', 1_000)).toBe(false)
    // It had not been live before: nothing was lost.
    expect(refresh.isDue('live', 2_000)).toBe(false)
    expect(refresh.isDue('live', refreshEvery - 1)).toBe(false)
    expect(refresh.isDue('live', refreshEvery)).toBe(true)
    expect(refresh.isDue('offline', refreshEvery + 1_000)).toBe(false)
    expect(refresh.isDue('live', refreshEvery + 2_000)).toBe(true)
    expect(refresh.isDue('live', 2 * refreshEvery + 1_999)).toBe(false)
    expect(refresh.isDue('live', 2 * refreshEvery + 2_000)).toBe(true)
  })
})

describe('the keys of a timeline', () => {
  it('pin an entry and replay its visit', () => {
    expect(['p', 'r', 'j', 'P', ''].map(timelineKeyOf)).toEqual(['pin', 'replay', undefined, undefined, undefined])
  })
})
