import { describe, expect, it } from 'vitest'
import type { Alert } from '../src/model/alert.ts'
import { LiveTally, tally } from '../src/model/facets.ts'
import { closedOf, defaultFilter, isDefault, matcher, parseFilter, serverQuery, wantsClosed, writeFilter, type Filter, type Viewer } from '../src/model/filter.ts'
import { alert, due } from './samples.ts'

const parse = (query: string): Filter => parseFilter(new URLSearchParams(query))
const passes = (query: string, change: Parameters<typeof alert>[0]): boolean => matcher(parse(query), viewer)(alert(change))
const now = Date.parse('2026-11-20T12:00:00+08:00')
const viewer: Viewer = { user: 'li', now, districtName: (code) => (code === '120104' ? 'Nankai' : '') }

describe('the filter as the server is asked by it', () => {
  const asked = (query: string): string => decodeURIComponent(serverQuery(parse(query), viewer, (city) => [`${city}01`, `${city}02`], []).toString())

  it.each([
    ['', 'status=open,acknowledged'],
    ['status=all', ''],
    ['status=resolved&severity=P1', 'severity=P1&status=resolved'],
    ['assignee=me,-', 'assignee=li,-&status=open,acknowledged'],
    ['district=1201&status=open', 'status=open&district=120101,120102'],
    ['district=120104&status=open', 'status=open&district=120104'],
    ['q=P-1++x&status=open', 'status=open&q=p-1+x'],
  ])('names what the board leaves unsaid or says by a word of its own: %s', (query, words) => expect(asked(query)).toBe(words))

  it('asks for the closed alerts alone where only they are wanted', () => {
    expect(closedOf(parse('status=all'))).toEqual(['resolved', 'dismissed', 'withdrawn', 'silenced'])
    expect(closedOf(parse('status=open,withdrawn,resolved'))).toEqual(['resolved', 'withdrawn'])
    expect(closedOf(parse('status=investigating'))).toEqual([])
  })
})

describe('the filter in the URL', () => {
  it('is what still needs somebody when the URL says nothing', () => {
    expect(parse('')).toEqual(defaultFilter)
    expect(isDefault(parse(''))).toBe(true)
    expect(wantsClosed(parse(''))).toBe(false)
  })

  it.each(['', 'severity=P1,P3', 'status=all', 'status=resolved', 'rule=GEO-01,VIS-06', 'district=120104', 'q=p-1+nankai', 'severity=P2&status=open&rule=ELG-02&district=3304&q=x', 'status=investigating', 'institution=i1,i2&assignee=me,-', 'due=overdue', 'due=soon', 'since=2026-11-20T00:00:00+08:00'])(
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

describe('who, where and when', () => {
  it('is asked by officer, with words for oneself and for nobody', () => {
    expect(passes('assignee=me', { assignee: 'li' })).toBe(true)
    expect(passes('assignee=me', { assignee: 'wang' })).toBe(false)
    expect(passes('assignee=me,-', {})).toBe(true)
    expect(passes('assignee=wang', { assignee: 'wang' })).toBe(true)
  })

  it('is asked by institution and by the instant of raising', () => {
    expect(passes('institution=i1', { institutionId: 'i1' })).toBe(true)
    expect(passes('institution=i1', {})).toBe(false)
    expect(passes('since=2026-11-20T11:30:00%2B08:00', {})).toBe(true)
    expect(passes('since=2026-11-20T11:30:01%2B08:00', {})).toBe(false)
    expect(parse('since=yesterday').since).toBe('')
  })

  it('tells what is looked into from what is only acknowledged, and not the other way round', () => {
    const looked = { status: 'acknowledged', investigatingSince: '2026-11-20T11:00:00+08:00' } as const
    expect([passes('status=investigating', looked), passes('status=acknowledged', looked)]).toEqual([true, true])
    expect(passes('status=investigating', { status: 'acknowledged' })).toBe(false)
    expect(wantsClosed(parse('status=investigating'))).toBe(false)
  })

  it('has a clock: overdue at its instant, due soon from the warning on', () => {
    const clock = due('2026-11-20T12:00:00+08:00', '2026-11-20T11:00:00+08:00')
    expect(passes('due=overdue', clock)).toBe(true)
    expect(passes('due=soon', clock)).toBe(true)
    expect(passes('due=overdue', due('2026-11-20T12:00:00.001+08:00'))).toBe(false)
    expect(passes('due=soon', due('2026-11-20T13:00:00+08:00', '2026-11-20T12:00:00.001+08:00'))).toBe(false)
    expect(passes('due=overdue', {})).toBe(false)
  })
})

describe('the counters', () => {
  const alerts = [
    alert({ id: '1', severity: 'P1', rule: 'A', assignee: 'li' }), alert({ id: '2', severity: 'P1', rule: 'B', status: 'resolved' }),
    alert({ id: '3', severity: 'P3', rule: 'A', institutionId: 'i1' }), alert({ id: '4', severity: 'P3', rule: 'B', ...due('2026-11-20T11:00:00+08:00') }),
  ]
  const of = (query: string) => tally(alerts, parse(query), viewer)

  it('say of each part what another choice would show', () => {
    const { total, rows, facets } = of('severity=P3&rule=A')
    expect([total, rows.length]).toEqual([1, 1])
    expect(facets).toMatchObject({ severity: { P1: 1, P3: 1 }, rule: { A: 1, B: 1 }, institution: { i1: 1 }, assignee: { '-': 1 }, due: {} })
  })

  it('leave out what the text leaves out', () => expect(of('q=i1').facets.severity).toEqual({ P3: 1 }))

  it('are the same whether they are counted anew or follow every change', () => {
    const live = new LiveTally()
    // A small generator with a written seed: the same walk every time.
    let seed = 20_261_127
    const pick = <T>(all: readonly T[]): T => all[(seed = (seed * 48_271) % 2_147_483_647) % all.length]!
    const questions = ['', 'severity=P1', 'rule=A&due=overdue', 'status=all&q=i1', 'assignee=-&severity=P1,P3'].map(parse)
    let held: Alert[] = []
    let question = questions[0]!
    for (let step = 0; step < 400; step++) {
      const id = pick(['1', '2', '3', '4', '5', '6', '7', '8'])
      const others = held.filter((one) => one.id !== id)
      // Now and then one is let go for room.
      held = step % 7 === 6 ? others : [
        alert({ id, severity: pick(['P1', 'P2', 'P3']), rule: pick(['A', 'B']), status: pick(['open', 'acknowledged', 'resolved']), institutionId: pick(['i1', 'i2']), assignee: pick([undefined, 'li']), ...pick([{}, due('2026-11-20T11:00:00+08:00')]) } as Partial<Alert>),
        ...others,
      ]
      if (step % 50 === 49) question = pick(questions)
      expect(live.of(held, question, viewer)).toEqual(tally(held, question, viewer))
    }
  })

  it('are what the list would hold, for every value of every part', () => {
    const query = { severity: 'P3', status: 'open', rule: 'B', assignee: '-', due: 'overdue' }
    for (const [name, value] of Object.entries(query)) {
      const others = Object.entries(query).filter(([other]) => other !== name)
      const without = of(new URLSearchParams(others).toString())
      const withIt = of(new URLSearchParams([...others, [name, value]]).toString())
      expect([name, withIt.rows.length]).toEqual([name, without.facets[name as 'rule'][value] ?? 0])
    }
  })
})
