import { describe, expect, it } from 'vitest'
import { legalStatus } from '../src/model/alert.ts'
import { allowedSteps, differenceOf, draftBody, lineOf, share, type DraftLine, type PolicyValues, type PolicyVersion } from '../src/model/policy.ts'
import { parseRoute } from '../src/model/route.ts'

const version = (more: Partial<PolicyVersion> = {}): PolicyVersion => ({
  id: 'policy-1', title: 't', status: 'draft', authors: ['li'], values: [], ...more,
})

describe('the steps of a version', () => {
  it('are a review by another than its authors', () => {
    expect(allowedSteps(version(), 'wang', '2026-06-30')).toEqual(['approve', 'reject', 'shadow', 'withdraw'])
    expect(allowedSteps(version(), 'li', '2026-06-30')).toEqual(['shadow', 'withdraw'])
  })

  it('end with its first day', () => {
    expect(allowedSteps(version({ status: 'approved' }), 'li', '2026-06-30')).toEqual(['publish', 'shadow', 'withdraw'])
    expect(allowedSteps(version({ status: 'live', from: '2026-07-01' }), 'li', '2026-06-30')).toEqual(['withdraw'])
    expect(allowedSteps(version({ status: 'live', from: '2026-06-30' }), 'li', '2026-06-30')).toEqual([])
    expect(allowedSteps(version({ status: 'withdrawn' }), 'li', '2026-06-30')).toEqual([])
  })

  it('end a shadow that runs', () => {
    expect(allowedSteps(version({ shadowFrom: '2026-06-01' }), 'li', '2026-06-30')).toEqual(['unshadow', 'withdraw'])
    expect(allowedSteps(version({ status: 'rejected', shadowFrom: '2026-06-01' }), 'li', '2026-06-30')).toEqual(['unshadow', 'withdraw'])
  })
})

describe('a draft', () => {
  const known: PolicyValues = { regions: [], sources: [], items: [{ key: 'geo.fence', unit: 'm', rules: ['GEO-01'], values: [] }] }
  const line = (more: Partial<DraftLine> = {}): DraftLine => ({ region: 'tianjin', key: 'geo.fence', value: '200', source: '', article: '', proposed: 'towers', ...more })

  it('is sent with the unit of its key', () => {
    expect(draftBody(' t ', [line()], known)).toEqual({ title: 't', values: [{ region: 'tianjin', key: 'geo.fence', value: 200, unit: 'm', proposed: 'towers' }] })
    expect(draftBody('t', [line({ proposed: '', source: 's', article: '4' })], known)).toMatchObject({ values: [{ citation: { source: 's', article: '4' } }] })
  })

  it('names the first line that lacks something', () => {
    for (const lack of [{ region: '' }, { key: '' }, { key: 'no.such' }, { value: '' }, { value: 'x' }, { proposed: ' ' }, { source: 's', article: '4' }]) {
      expect(draftBody('t', [line(), line(lack)], known), JSON.stringify(lack)).toEqual({ line: 1 })
    }
  })

  it('is read back into the lines it came from', () => {
    const sent = draftBody('t', [line()], known)
    expect('values' in sent && sent.values.map(lineOf)).toEqual([line()])
  })
})

describe('a replay', () => {
  it('says what becomes of an alert', () => {
    const alert = { id: 'a' } as never
    expect([{ after: alert }, { before: alert }, { before: alert, after: alert }].map((one) => differenceOf({ id: 'a', rule: 'r', ...one }))).toEqual(['appear', 'vanish', 'change'])
  })

  it('is done by the share of the journal that is judged', () => {
    const at = (position: number, lastSeq: number): number => share({ progress: { events: 0, position, lastSeq, seconds: 0 } })
    expect([at(0, 10), at(5, 10), at(10, 10), at(0, 0)]).toEqual([0, 0.5, 1, 1])
  })
})

describe('the pages of policy editors', () => {
  it('have addresses', () => {
    expect(parseRoute('/policies')).toEqual({ view: 'policies', page: 'versions' })
    expect(parseRoute('/policies/new')).toEqual({ view: 'policies', page: 'new' })
    expect(parseRoute('/policies/policy-1/')).toEqual({ view: 'policies', page: 'version', id: 'policy-1' })
    expect(parseRoute('/policies/policy-1/revise')).toEqual({ view: 'policies', page: 'revise', id: 'policy-1' })
    expect(parseRoute('/replays')).toEqual({ view: 'policies', page: 'replays' })
    expect(parseRoute('/replays/replay-2')).toEqual({ view: 'policies', page: 'replay', id: 'replay-2' })
    expect(parseRoute('/shadow')).toEqual({ view: 'policies', page: 'shadow' })
    for (const path of ['/replays/replay-2/revise', '/policies/a/b', '/policies/%2f']) expect(parseRoute(path).view, path).toBe('unknown')
  })
})

describe('the legal status of an alert', () => {
  const of = (...statuses: string[]): string => legalStatus({ citations: statuses.map((status) => ({ source: 's', article: '1', status })) })

  it('is that of the weakest text', () => {
    expect([of('in-force'), of('in-force', 'trial'), of('trial', 'draft', 'in-force'), of(), of('in-force', 'repealed')]).toEqual(['in-force', 'trial', 'draft', 'proposed', 'repealed'])
  })
})
