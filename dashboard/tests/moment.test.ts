import { describe, expect, it } from 'vitest'
import { readDay, readMoment, readTime, stepDay, stepTime, weeksOf } from '../src/model/moment.ts'

describe('a day that is typed', () => {
  it.each([
    ['2026-11-27', '2026-11-27'], ['2026/1/5', '2026-01-05'], ['2026.1.5', '2026-01-05'], ['20260105', '2026-01-05'], [' 2026 - 1 - 5 ', '2026-01-05'],
    ['2026\u5e741\u67085\u65e5', '2026-01-05'], ['\uff12\uff10\uff12\uff16-\uff10\uff11-\uff10\uff15', '2026-01-05'], ['2024-02-29', '2024-02-29'],
  ])('%s is %s', (typed, day) => expect(readDay(typed)).toBe(day))

  it.each(['', '2026', '11/27/2026', '2026-02-29', '2026-13-01', '2026-00-10', '2026-1-32', 'today', '2026-11-27 10:00'])('%s is none', (typed) => expect(readDay(typed)).toBeUndefined())
})

describe('a time that is typed', () => {
  it.each([['18:04', '18:04'], ['8:05', '08:05'], ['1804', '18:04'], ['805', '08:05'], ['8', '08:00'], ['18\u70b904\u5206', '18:04'], ['18\uff1a04', '18:04'], ['23:59:59', '23:59']])('%s is %s', (typed, time) =>
    expect(readTime(typed)).toBe(time))

  it.each(['', '24:00', '8:60', 'noon', '6 pm'])('%s is none', (typed) => expect(readTime(typed)).toBeUndefined())
})

describe('both together', () => {
  it.each([
    ['2026-11-27 18:04', '2026-11-27 18:04'], ['2026-11-27T18:04', '2026-11-27 18:04'], ['2026/1/5 8:05', '2026-01-05 08:05'], ['20260105 0805', '2026-01-05 08:05'], ['2026-11-27', '2026-11-27 00:00'],
    ['2026\u5e741\u67085\u65e5 8\u70b9', '2026-01-05 08:00'],
  ])('%s is %s', (typed, moment) => expect(readMoment(typed)).toBe(moment))

  it.each(['', '18:04', '2026-11-27 25:00', '2026-11-31 10:00'])('%s is none', (typed) => expect(readMoment(typed)).toBeUndefined())
})

describe('a step', () => {
  it('goes over the ends of months and years', () => {
    expect(stepDay('2026-12-31', 1)).toBe('2027-01-01')
    expect(stepDay('2026-03-01', -1)).toBe('2026-02-28')
    expect(stepDay('2026-01-31', 0, 1)).toBe('2026-02-28')
    expect(stepDay('2026-03-31', 0, -1)).toBe('2026-02-28')
    expect(stepDay('2024-02-29', 0, 12)).toBe('2025-02-28')
  })

  it('goes around midnight', () => {
    expect(stepTime('23:50', 15)).toBe('00:05')
    expect(stepTime('00:00', -15)).toBe('23:45')
  })
})

describe('a page of the calendar', () => {
  it('begins with a Monday, and has the whole month', () => {
    const weeks = weeksOf('2026-11-27')
    expect(weeks[0]![0]).toBe('2026-10-26')
    expect(weeks.flat()).toContain('2026-11-30')
    expect(weeks).toHaveLength(6)
    // A month that begins with a Monday.
    expect(weeksOf('2026-06-15')[0]![0]).toBe('2026-06-01')
  })
})
