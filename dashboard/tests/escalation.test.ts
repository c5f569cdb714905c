import { describe, expect, it } from 'vitest'
import type { HistoryEntry } from '../src/model/alert.ts'
import { readAlert } from '../src/model/alert.ts'
import { sorted } from '../src/model/arrange.ts'
import { isEscalated } from '../src/model/due.ts'
import { escalatedOf, escalatedQuery, newlyEscalated, showsEscalated, toldOf, withEscalations } from '../src/model/escalation.ts'
import { tally } from '../src/model/facets.ts'
import { defaultFilter, matcher, parseFilter } from '../src/model/filter.ts'
import { defaultNotices, escalationNotices, readNotices } from '../src/model/notices.ts'
import { alert, due } from './samples.ts'

const ms = (time: string): number => Date.parse(`2026-11-20T${time}+08:00`)
const iso = (time: string): string => `2026-11-20T${time}+08:00`
/** As it comes off the wire: waiting, or taken after its time. */
const waiting = (id: string, time: string, change = {}) => alert({ id, ...due(iso(time)), ...escalates(time), ...change })
const takenLate = (id: string, time: string, change = {}) => alert({ id, status: 'acknowledged', assignee: 'li', ...escalates(time), ...change })
const escalates = (time: string) => ({ escalatesAt: iso(time), escalatesMs: readAlert({ ...alert(), escalatesAt: iso(time) })!.escalatesMs! })

describe('an alert is escalated', () => {
  it.each([['09:59:59', false], ['10:00:00', true], ['23:00:00', true]] as const)('from its instant on: at %s %s', (time, escalated) =>
    expect(isEscalated(waiting('a', '10:00:00'), ms(time))).toBe(escalated))

  it('never where it was taken in time', () => expect(isEscalated(alert({ status: 'acknowledged' }), ms('23:59:59'))).toBe(false))

  it('by the time alone, and it is known when the next will be', () => {
    const all = [waiting('later', '12:00:00'), waiting('now', '10:00:00'), takenLate('late', '08:00:00'), waiting('next', '11:00:00'), alert({ id: 'hint', severity: 'P4' })]
    expect(escalatedOf(all, ms('10:00:00'))).toEqual({ alerts: [all[1], all[2]], next: ms('11:00:00') })
    expect(escalatedOf(all, ms('11:00:00')).next).toBe(ms('12:00:00'))
    expect(escalatedOf(all, ms('12:00:00'))).toEqual({ alerts: all.slice(0, 4), next: undefined })
  })
})

describe('of an escalation is told', () => {
  const since = ms('09:00:00')

  it('once, and again only after another clock has run out', () => {
    const one = waiting('one', '10:00:00')
    const told = toldOf([one])
    expect(newlyEscalated([one, waiting('two', '10:05:00')], told, since).map(({ id }) => id)).toEqual(['two'])
    expect(newlyEscalated([takenLate('one', '10:00:00')], told, since)).toEqual([])
    expect(newlyEscalated([waiting('one', '11:00:00')], told, since).map(({ id }) => id)).toEqual(['one'])
  })

  it('not where it was so before the page looked, however late it was loaded', () => {
    expect(newlyEscalated([waiting('old', '08:59:59', { changedAt: iso('07:00:00') })], toldOf([]), since)).toEqual([])
    expect(newlyEscalated([waiting('new', '09:00:01', { changedAt: iso('07:00:00') })], toldOf([]), since)).toHaveLength(1)
  })

  it('where somebody gave it back after its time', () =>
    expect(newlyEscalated([waiting('back', '08:00:00', { changedAt: iso('09:30:00') })], toldOf([]), since)).toHaveLength(1))

  it('by a channel of its own, whatever the severity, and never while it is quiet', () => {
    const hint = waiting('a', '10:00:00', { severity: 'P3' })
    expect(escalationNotices(defaultNotices, [hint], ms('10:00:00'))).toEqual({ sound: true, desktop: [] })
    expect(escalationNotices({ ...defaultNotices, escalated: { sound: false, desktop: true } }, [hint], ms('10:00:00'))).toEqual({ sound: false, desktop: [hint] })
    expect(escalationNotices({ ...defaultNotices, mutedUntil: ms('10:00:01') }, [hint], ms('10:00:00'))).toEqual({ sound: false, desktop: [] })
    expect(escalationNotices({ ...defaultNotices, quiet: { from: '09:00', to: '11:00' } }, [hint], ms('10:00:00'))).toEqual({ sound: false, desktop: [] })
    expect(escalationNotices(defaultNotices, [], ms('10:00:00'))).toEqual({ sound: false, desktop: [] })
    expect(readNotices('{"channels":{},"escalated":{"sound":false}}').escalated).toEqual({ sound: false, desktop: false })
  })
})

describe('the history tells of it', () => {
  const entry = (seq: number, time: string, action: string, status: string, change: Partial<HistoryEntry> = {}): HistoryEntry => ({ seq, at: iso(time), by: 'li', action, status, ...change })
  const raised = entry(1, '09:45:00', 'raised', 'open', { dueAt: iso('10:00:00') })
  const told = (history: HistoryEntry[], now: string): string[] =>
    withEscalations(history, ms(now)).map((change) => ('seq' in change ? change.action : `escalated ${change.at.slice(11, 19)} ${change.assignee ?? 'nobody'}`))

  it('when its time has run out, and not a second before', () => {
    expect(told([raised], '09:59:59')).toEqual(['raised'])
    expect(told([raised], '10:00:00')).toEqual(['raised', 'escalated 10:00:00 nobody'])
  })

  it('where it belongs among the changes, with who held it then', () => {
    const given = entry(2, '09:50:00', 'assign', 'open', { dueAt: iso('10:00:00'), assignee: 'wang' })
    const taken = entry(3, '10:20:00', 'acknowledge', 'acknowledged', { assignee: 'wang' })
    expect(told([taken, given, raised], '12:00:00')).toEqual(['raised', 'assign', 'escalated 10:00:00 wang', 'acknowledge'])
  })

  it('not at all where it was taken in time, and once given back too late', () => {
    const taken = entry(2, '09:59:59', 'acknowledge', 'acknowledged', { assignee: 'li' })
    const back = entry(3, '11:00:00', 'release', 'open', { dueAt: iso('10:00:00') })
    expect(told([raised, taken], '12:00:00')).toEqual(['raised', 'acknowledge'])
    expect(told([raised, taken, back], '12:00:00')).toEqual(['raised', 'acknowledge', 'release', 'escalated 11:00:00 nobody'])
  })

  it('once for each clock: a change that leaves the clock as it was adds none', () => {
    const changed = entry(2, '10:10:00', 'changed', 'open', { dueAt: iso('10:00:00') })
    const closed = entry(3, '10:30:00', 'resolve', 'resolved')
    const reopened = entry(4, '11:00:00', 'reopen', 'open', { dueAt: iso('11:15:00') })
    expect(told([raised, changed, closed, reopened], '12:00:00')).toEqual(['raised', 'escalated 10:00:00 nobody', 'changed', 'resolve', 'reopen', 'escalated 11:15:00 nobody'])
  })
})

describe('the board finds them', () => {
  const all = [waiting('overdue', '10:00:00'), takenLate('in-hand', '08:00:00'), waiting('soon', '12:00:00', { dueSoonMs: ms('10:30:00') }), alert({ id: 'hint' })]
  const viewer = { user: 'li', now: ms('11:00:00') }

  it('by a filter of the address, which the header leads to', () => {
    expect(escalatedQuery().toString()).toBe('due=escalated&sort=due')
    expect(showsEscalated(escalatedQuery())).toBe(true)
    expect(showsEscalated(new URLSearchParams('due=overdue'))).toBe(false)
    const passes = matcher(parseFilter(escalatedQuery()), viewer)
    expect(all.filter(passes).map(({ id }) => id)).toEqual(['overdue', 'in-hand'])
  })

  it('and counts them beside the overdue ones, which they have among them', () => {
    expect(tally(all, defaultFilter, viewer).facets.due).toEqual({ overdue: 1, soon: 1, escalated: 2 })
    expect(tally(all, { ...defaultFilter, due: 'soon' }, viewer).facets.due).toEqual({ overdue: 1, soon: 1, escalated: 2 })
  })

  it('and puts what still waits before what somebody has in hand', () =>
    expect(sorted([alert({ id: 'hint' }), takenLate('second', '09:00:00'), ...all.slice(0, 3), alert({ id: 'dark', dueUnknownYear: 2027 })], 'due').map(({ id }) => id)).toEqual(['overdue', 'soon', 'dark', 'in-hand', 'second', 'hint']))
})
