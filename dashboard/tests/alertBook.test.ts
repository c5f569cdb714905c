import { describe, expect, it } from 'vitest'
import { readAlert, allowedActions, type Alert, type Status } from '../src/model/alert.ts'
import { AlertBook } from '../src/model/alertBook.ts'
import { alert } from './samples.ts'

describe('the book of alerts', () => {
  it('keeps the newer of two changes, whichever comes first', () => {
    const older = alert({ id: 'a', seq: 5, status: 'open' })
    const newer = alert({ id: 'a', seq: 9, status: 'resolved' })
    for (const order of [[older, newer], [newer, older], [newer, older, newer]]) {
      const book = new AlertBook()
      for (const one of order) book.merge([one])
      expect(book.get('a')?.status).toBe('resolved')
      expect(book.size).toBe(1)
    }
  })

  it('does not change for the same change again', () => {
    const book = new AlertBook()
    expect(book.merge([alert({ id: 'a', seq: 5 })])).toMatchObject({ changed: true, added: [{ id: 'a' }] })
    expect(book.merge([alert({ id: 'a', seq: 5, status: 'dismissed' })])).toEqual({ changed: false, added: [] })
    expect(book.get('a')?.status).toBe('open')
  })

  it('names as added only what was not known before', () => {
    const book = new AlertBook()
    book.merge([alert({ id: 'a', seq: 1 })])
    expect(book.merge([alert({ id: 'a', seq: 2 }), alert({ id: 'b', seq: 3 })]).added.map((one) => one.id)).toEqual(['b'])
  })

  it('orders by the newest change, and returns the same array until something changes', () => {
    const book = new AlertBook()
    book.merge([alert({ id: 'a', seq: 1 }), alert({ id: 'b', seq: 3 }), alert({ id: 'c', seq: 2 })])
    const first = book.newestFirst()
    expect(first.map((one) => one.id)).toEqual(['b', 'c', 'a'])
    expect(book.newestFirst()).toBe(first)
    book.merge([alert({ id: 'a', seq: 4 })])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['a', 'b', 'c'])
  })

  it('forgets closed alerts first when it is full, oldest change first', () => {
    const book = new AlertBook(2)
    book.merge([
      alert({ id: 'old-open', seq: 1 }),
      alert({ id: 'old-closed', seq: 2, status: 'resolved' }),
      alert({ id: 'new-closed', seq: 3, status: 'dismissed' }),
      alert({ id: 'new-open', seq: 4 }),
    ])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['new-open', 'old-open'])
    book.merge([alert({ id: 'newest', seq: 5 })])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['newest', 'new-open'])
  })
})

describe('an alert off the wire', () => {
  it('is refused without an id or a seq', () => {
    for (const raw of [null, 'x', [], {}, { id: 'a' }, { id: 1, seq: 1 }, { id: 'a', seq: '1' }]) expect(readAlert(raw)).toBeUndefined()
  })

  it('gets empty collections for absent ones, and a title from its rule', () => {
    expect(readAlert({ id: 'a', seq: 1, rule: 'VIS-01' })).toMatchObject({
      title: { zh: 'VIS-01', en: 'VIS-01' }, visitIds: [], citations: [], evidence: [], figures: {}, decidedLate: false,
    } satisfies Partial<Alert>)
  })

  it.each<[Status, string]>([
    ['open', 'acknowledge assign resolve dismiss'],
    ['acknowledged', 'assign resolve dismiss'],
    ['resolved', 'reopen'],
    ['dismissed', 'reopen'],
    ['withdrawn', ''],
  ])('%s allows: %s', (status, actions) => {
    expect(allowedActions(status).join(' ')).toBe(actions)
  })
})
