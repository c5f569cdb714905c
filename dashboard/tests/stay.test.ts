import { describe, expect, it } from 'vitest'
import { endsOf, left } from '../src/model/stay.ts'

describe('how long a session lasts', () => {
  const terms = { now: '2026-03-01T00:00:00Z', ends: '2026-03-01T00:30:00Z', expires: '2026-03-01T10:00:00Z' }

  it('is counted from the answer on, whatever the browser takes the time for', () => {
    expect(endsOf(terms, 5_000)).toEqual({ ends: 5_000 + 30 * 60_000, isLast: false })
  })

  it('cannot be put off where the shift ends', () => {
    expect(endsOf({ ...terms, ends: terms.expires }, 0)).toEqual({ ends: 10 * 3_600_000, isLast: true })
  })

  it('is not known where the server does not say', () => {
    expect(endsOf({}, 0)).toBeUndefined()
    expect(endsOf({ ...terms, ends: 'soon' }, 0)).toBeUndefined()
  })

  it('counts down to nothing and no further', () => {
    expect(left(120_000, 0)).toEqual({ minutes: 2, seconds: 0 })
    expect(left(120_000, 1)).toEqual({ minutes: 2, seconds: 0 })
    expect(left(120_000, 119_001)).toEqual({ minutes: 0, seconds: 1 })
    expect(left(120_000, 200_000)).toEqual({ minutes: 0, seconds: 0 })
  })
})
