import { describe, expect, it } from 'vitest'
import type { Alert } from '../src/model/alert.ts'
import { linesOf, parseArrangement, sorted, writeArrangement } from '../src/model/arrange.ts'
import { typologyOf } from '../src/model/typology.ts'
import { alert, due } from './samples.ts'

const ids = (alerts: readonly Alert[]): string => alerts.map((one) => one.id).join(' ')
const shape = (alerts: readonly Alert[], group: 'subject' | 'typology', folded: string[] = []): string[] =>
  linesOf(alerts, group, new Set(folded)).map((line) => (line.kind === 'alert' ? line.alert.id : `[${line.group.typology ?? ''} ${line.group.subject} ${line.group.worst} ${line.group.count}]`))

describe('the order', () => {
  const list = [
    alert({ id: 'new', seq: 9, severity: 'P3', ...due('2026-11-23T00:00:00+08:00') }), alert({ id: 'hint', seq: 8, severity: 'P4' }),
    alert({ id: 'hot', seq: 3, severity: 'P1', ...due('2026-11-20T01:00:00Z') }), alert({ id: 'late', seq: 2, severity: 'P2', ...due('2026-11-20T08:00:00+08:00') }),
    alert({ id: 'dark', seq: 1, severity: 'P3', dueUnknownYear: 2027 }),
  ]

  it('is that of the newest change, of the clock whatever its offset, or of the severity', () => {
    expect(ids(sorted(list, 'time'))).toBe('new hint hot late dark')
    expect(ids(sorted(list, 'due'))).toBe('late hot new dark hint')
    expect(ids(sorted(list, 'severity'))).toBe('hot late new dark hint')
  })

  it('is the same for what is alike in everything', () => {
    const alike = [alert({ id: 'b', seq: 1 }), alert({ id: 'a', seq: 1 })]
    for (const sort of ['due', 'severity'] as const) expect(ids(sorted(alike, sort))).toBe('a b')
  })

  it('stands in the address, without what is usual', () => {
    const query = writeArrangement({ sort: 'due', group: 'subject' }, new URLSearchParams('severity=P1'))
    expect(query.toString()).toBe('severity=P1&sort=due&group=subject')
    expect(parseArrangement(query)).toEqual({ sort: 'due', group: 'subject' })
    expect(writeArrangement({ sort: 'time', group: 'none' }, query).toString()).toBe('severity=P1')
    expect(parseArrangement(new URLSearchParams('sort=luck&group=x'))).toEqual({ sort: 'time', group: 'none' })
  })
})

describe('groups', () => {
  it('are of the person first, in the order of their first alerts, with the gravest of their severities', () => {
    const list = [alert({ id: 'a', personId: 'p1', caregiverId: 'c1' }), alert({ id: 'b', caregiverId: 'c1' }), alert({ id: 'c', personId: 'p1', severity: 'P1' }), alert({ id: 'd' })]
    expect(shape(list, 'subject')).toEqual(['[ p1 P1 2]', 'a', 'c', '[ c1 P3 1]', 'b', '[  P3 1]', 'd'])
  })

  it('keep their head when they are folded', () => {
    const list = [alert({ id: 'a', personId: 'p1' }), alert({ id: 'b', personId: 'p2' })]
    expect(shape(list, 'subject', [' p1'])).toEqual(['[ p1 P3 1]', '[ p2 P3 1]', 'b'])
  })

  it('are of a pattern and its subject: those of a suspicion about the caregiver stand with it', () => {
    const list = [
      alert({ id: 'fence', rule: 'GEO-03', personId: 'p1', caregiverId: 'c1' }), alert({ id: 'shift', rule: 'COL-01', personId: 'p2', caregiverId: 'c1' }),
      alert({ id: 'suspicion', rule: 'T2', caregiverId: 'c1', severity: 'P1' }), alert({ id: 'other', rule: 'GEO-03', personId: 'p3', caregiverId: 'c3' }),
      alert({ id: 'none', rule: 'VIS-01', personId: 'p1' }),
    ]
    expect(shape(list, 'typology')).toEqual(['[T2 c1 P1 3]', 'fence', 'shift', 'suspicion', '[T2 p3 P3 1]', 'other', '[ p1 P3 1]', 'none'])
    expect(linesOf(list, 'typology', new Set()).find((line) => line.kind === 'group')?.group.suspicion?.id).toBe('suspicion')
  })

  it('know the rules of the patterns', () => expect([typologyOf('ELG-01'), typologyOf('T7'), typologyOf('VIS-01')]).toEqual(['T1', 'T7', undefined]))
})
