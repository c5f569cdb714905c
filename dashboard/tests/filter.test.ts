import { describe, expect, it } from 'vitest'
import { countBySeverity, defaultFilter, isDefault, matcher, parseFilter, wantsClosed, writeFilter, type Filter } from '../src/model/filter.ts'
import { alert } from './samples.ts'

const parse = (query: string): Filter => parseFilter(new URLSearchParams(query))
const passes = (query: string, change: Parameters<typeof alert>[0]): boolean => matcher(parse(query), (code) => (code === '120104' ? 'Nankai' : ''))(alert(change))

describe('the filter in the URL', () => {
  it('is what still needs somebody when the URL says nothing', () => {
    expect(parse('')).toEqual(defaultFilter)
    expect(isDefault(parse(''))).toBe(true)
    expect(wantsClosed(parse(''))).toBe(false)
  })

  it.each(['', 'severity=P1,P3', 'status=all', 'status=resolved', 'rule=GEO-01,VIS-06', 'district=120104', 'q=p-1+nankai', 'severity=P2&status=open&rule=ELG-02&district=3304&q=x'])(
    'comes back the same from %s',
    (query) => {
      const filter = parse(query)
      expect(parseFilter(writeFilter(filter))).toEqual(filter)
    },
  )

  it('ignores values it does not know', () => {
    expect(parse('severity=P9,P1&status=lost')).toMatchObject({ severity: ['P1'], status: ['open', 'acknowledged'] })
  })

  it('leaves other parameters alone and drops what is default', () => {
    expect(writeFilter(defaultFilter, new URLSearchParams('entry=5&severity=P1')).toString()).toBe('entry=5')
  })

  it('takes the name of the API for the text too', () => {
    expect(parse('subject=p-7').text).toBe('p-7')
  })
})

describe('matching', () => {
  it('is by severity, status and rule', () => {
    expect(passes('severity=P1,P3', { severity: 'P3' })).toBe(true)
    expect(passes('severity=P1', { severity: 'P3' })).toBe(false)
    expect(passes('', { status: 'resolved' })).toBe(false)
    expect(passes('status=all', { status: 'withdrawn' })).toBe(true)
    expect(passes('rule=GEO-01', { rule: 'GEO-04' })).toBe(false)
  })

  it('takes a city code for all its districts', () => {
    expect(passes('district=1201', { districtCode: '120104' })).toBe(true)
    expect(passes('district=1201', { districtCode: '330402' })).toBe(false)
    expect(passes('district=120104', {})).toBe(false)
  })

  it('wants every word of the text, in ids, titles or the district, in any case', () => {
    expect(passes('q=CHECK-OUT', {})).toBe(true)
    expect(passes('q=p-12+nankai', { personId: 'p-123', districtCode: '120104' })).toBe(true)
    expect(passes('q=p-12+nankai', { personId: 'p-123' })).toBe(false)
    expect(passes('q=v-9', { visitIds: ['v-8', 'v-9'] })).toBe(true)
  })
})

it('counts every severity under the rest of the filter', () => {
  const alerts = [alert({ severity: 'P1' }), alert({ severity: 'P1', status: 'resolved' }), alert({ severity: 'P3' })]
  expect(countBySeverity(alerts, parse('severity=P3'))).toEqual({ P1: 1, P2: 0, P3: 1, P4: 0 })
})
