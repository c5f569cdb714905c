import { describe, expect, it } from 'vitest'
import { readAlert, allowedActions, type Alert } from '../src/model/alert.ts'
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
    expect(book.merge([alert({ id: 'a', seq: 5 })])).toMatchObject({ changed: true, news: [{ id: 'a' }] })
    expect(book.merge([alert({ id: 'a', seq: 5, status: 'dismissed' })])).toEqual({ changed: false, news: [] })
    expect(book.get('a')?.status).toBe('open')
  })

  it.each<[string, Partial<Alert> | undefined, Partial<Alert>, boolean]>([
    ['is raised', undefined, {}, true],
    ['was closed before it was known', undefined, { status: 'resolved' }, false],
    ['was taken before it was known', undefined, { status: 'acknowledged' }, false],
    ['is open as it was', {}, {}, false],
    ['is taken', {}, { status: 'acknowledged' }, false],
    ['is closed', {}, { status: 'resolved' }, false],
    ['is reopened', { status: 'resolved' }, {}, true],
    ['is found again', { status: 'withdrawn' }, {}, true],
    ['is silenced no more', { status: 'silenced' }, {}, true],
    ['is given back', { status: 'acknowledged' }, {}, true],
    ['grows graver', { severity: 'P3' }, { severity: 'P2' }, true],
    ['grows graver while somebody holds it', { severity: 'P3', status: 'acknowledged' }, { severity: 'P1', status: 'acknowledged' }, true],
    ['grows less grave', { severity: 'P1' }, { severity: 'P2' }, false],
    ['grows graver after it was closed', { severity: 'P3', status: 'resolved' }, { severity: 'P1', status: 'resolved' }, false],
  ])('is asked whether one that %s is news', (_, before, after, news) => {
    const book = new AlertBook()
    if (before) book.merge([alert({ id: 'a', seq: 1, ...before })])
    expect(book.merge([alert({ id: 'a', seq: 2, ...after })]).news.length === 1).toBe(news)
  })

  it('lets go of what is another\u2019s, and takes it back by nothing older', () => {
    const book = new AlertBook()
    book.merge([alert({ id: 'a', seq: 5 }), alert({ id: 'b', seq: 9 })])
    expect([book.leave('a', 7), book.leave('b', 7), book.leave('c', 7)]).toEqual([true, false, false])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['b'])
    expect(book.openCount).toBe(1)
    book.merge([alert({ id: 'a', seq: 6 }), alert({ id: 'a', seq: 7 }), alert({ id: 'c', seq: 7 })])
    expect(book.size).toBe(1)
    book.merge([alert({ id: 'a', seq: 8 }), alert({ id: 'c', seq: 8 })])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['b', 'a', 'c'])
  })

  it('makes room for closed alerts, but not of those that have changed since they were asked for', () => {
    const book = new AlertBook(2)
    book.merge([alert({ id: 'old', seq: 1, status: 'resolved' }), alert({ id: 'open', seq: 2 }), alert({ id: 'new', seq: 3, status: 'resolved' })])
    expect([book.size, book.lost, book.lostClosed]).toEqual([2, false, true])
    book.merge([alert({ id: 'newer', seq: 4, status: 'dismissed' })])
    book.dropClosed(3)
    expect(book.newestFirst().map((one) => one.id)).toEqual(['newer', 'open'])
    expect(book.lostClosed).toBe(false)
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

  it('counts what is open, whatever comes, changes and goes', () => {
    const book = new AlertBook(2)
    book.merge([alert({ id: 'a', seq: 1 }), alert({ id: 'b', seq: 2 })])
    expect(book.openCount).toBe(2)
    book.merge([alert({ id: 'a', seq: 3, status: 'acknowledged' })])
    expect(book.openCount).toBe(1)
    book.merge([alert({ id: 'a', seq: 4 }), alert({ id: 'c', seq: 5 })])
    expect([book.openCount, book.size]).toEqual([2, 2])
    book.clear()
    expect(book.openCount).toBe(0)
  })

  it('forgets closed alerts first when it is full, then the least grave, oldest change first', () => {
    const book = new AlertBook(2)
    book.merge([
      alert({ id: 'old-open', seq: 1 }),
      alert({ id: 'old-closed', seq: 2, status: 'resolved' }),
      alert({ id: 'new-closed', seq: 3, status: 'dismissed' }),
      alert({ id: 'new-open', seq: 4 }),
    ])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['new-open', 'old-open'])
    expect(book.lost).toBe(false)
    book.merge([alert({ id: 'newest', seq: 5 })])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['newest', 'new-open'])
    expect(book.lost).toBe(true)
    book.merge([alert({ id: 'grave', seq: 0, severity: 'P1' })])
    expect(book.newestFirst().map((one) => one.id)).toEqual(['newest', 'grave'])
    book.clear()
    expect(book.lost).toBe(false)
  })

  it('lets a tenth more in before anything goes', () => {
    const book = new AlertBook(10)
    book.merge(Array.from({ length: 11 }, (_, i) => alert({ id: `a${i}`, seq: i })))
    expect(book.size).toBe(11)
    book.merge([alert({ id: 'one more', seq: 11 })])
    expect([book.size, book.lost]).toEqual([10, true])
  })

  it('keeps of an alert what the list shows: of its law how far it stands, and no evidence', () => {
    const book = new AlertBook()
    book.merge([alert({ id: 'a', citations: [{ source: 's', article: '1', status: 'draft', text: 'a page of law' }], evidence: [{ seq: 1, source: 's', id: 'i', note: 'n' }], figures: { x: { value: 1 } } })])
    expect(book.get('a')).toMatchObject({ evidence: [], figures: { x: { value: 1 } } })
    expect(book.get('a')?.citations).toEqual([{ source: 's', article: '1', status: 'draft' }])
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

  it.each<[string, Partial<Alert>, string]>([
    ['open', {}, 'acknowledge investigate assign resolve dismiss'],
    ['open and held', { assignee: 'li' }, 'acknowledge investigate assign release resolve dismiss'],
    ['acknowledged', { status: 'acknowledged' }, 'investigate assign release resolve dismiss'],
    ['looked into', { status: 'acknowledged', investigatingSince: '2026-01-01T00:00:00Z' }, 'resolve dismiss assign release'],
    ['resolved', { status: 'resolved' }, 'reopen'],
    ['dismissed', { status: 'dismissed' }, 'reopen'],
    ['withdrawn', { status: 'withdrawn' }, ''],
  ])('that is %s allows the right steps', (_, change, actions) => {
    expect(allowedActions(alert(change)).join(' ')).toBe(actions)
  })
})
