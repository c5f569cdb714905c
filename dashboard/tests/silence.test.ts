import { describe, expect, it } from 'vitest'
import { allowedActions } from '../src/model/alert.ts'
import { percent } from '../src/model/outcome.ts'
import { parseRoute } from '../src/model/route.ts'
import { dayAfter, silenceable, subjectId } from '../src/model/silence.ts'
import { alert } from './samples.ts'

describe('a silence', () => {
  it('is offered for those the alert names, while somebody has still to look at it', () => {
    const open = alert({ rule: 'GEO-01', status: 'open', caregiverId: 'c1', personId: 'p1' })
    expect(silenceable(open)).toEqual(['caregiver', 'person'])
    expect(subjectId(open, 'caregiver')).toBe('c1')
    expect(silenceable({ ...open, status: 'silenced' })).toEqual([])
    expect(silenceable({ ...open, status: 'resolved' })).toEqual([])
  })

  it('is never offered for what stops a benefit by law', () => {
    for (const rule of ['ELG-01', 'ELG-02', 'ELG-04', 'ELG-06', 'ELG-07']) expect(silenceable(alert({ rule, status: 'open', personId: 'p1' }))).toEqual([])
  })

  it('counts its days by the calendar of China', () => {
    expect(dayAfter(Date.parse('2026-11-22T15:59:59Z'), 0)).toBe('2026-11-22')
    expect(dayAfter(Date.parse('2026-11-22T16:00:00Z'), 0)).toBe('2026-11-23')
    expect(dayAfter(Date.parse('2026-11-22T16:00:00Z'), 179)).toBe('2027-05-21')
  })

  it('leaves an alert to be closed, not to be assigned', () => expect(allowedActions({ status: 'silenced' })).toEqual(['resolve', 'dismiss']))
})

describe('the pages', () => {
  it('have addresses of their own', () => expect([parseRoute('/silences').view, parseRoute('/rules/').view, parseRoute('/rules/x').view]).toEqual(['silences', 'rules', 'unknown']))

  it('show a precision only where something was decided', () => expect([percent(0.825), percent(1), percent(0), percent(undefined)]).toEqual(['82.5%', '100%', '0%', '—']))
})
