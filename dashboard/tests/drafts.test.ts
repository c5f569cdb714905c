import { describe, expect, it } from 'vitest'
import { DraftBook, type DraftStore } from '../src/model/drafts.ts'

function tab(): DraftStore & { text: string | null } {
  return {
    text: null,
    getItem() { return this.text },
    setItem(_, text) { this.text = text },
    removeItem() { this.text = null },
  }
}

describe('what was typed and not sent', () => {
  it('is there for the same officer, in a page that was loaded anew', () => {
    const store = tab()
    const before = new DraftBook(store)
    before.belongTo('li')
    before.put('triage resolve 1 a', 'called the family')
    const after = new DraftBook(store)
    after.belongTo('li')
    expect(after.get('triage resolve 1 a')).toBe('called the family')
  })

  it('is gone for anybody else, and stays gone', () => {
    const store = tab()
    const book = new DraftBook(store)
    book.belongTo('li')
    book.put('case a', 'a name')
    const other = new DraftBook(store)
    other.belongTo('wang')
    expect(other.get('case a')).toBe('')
    expect(store.text).toBeNull()
    other.belongTo('li')
    expect(other.get('case a')).toBe('')
  })

  it('is gone when it was sent or emptied, and when its writer signs out', () => {
    const store = tab()
    const book = new DraftBook(store)
    book.belongTo('li')
    book.put('a', 'one')
    book.put('b', 'two')
    book.put('a', '')
    expect([book.get('a'), book.get('b')]).toEqual(['', 'two'])
    book.forget()
    expect([book.get('b'), store.text]).toEqual(['', null])
  })

  it('is bounded: the oldest texts go, and one too long is not kept', () => {
    const book = new DraftBook(undefined)
    book.belongTo('li')
    for (let i = 0; i < 60; i++) book.put(`k${i}`, 'x')
    expect([book.size, book.get('k9'), book.get('k10')]).toEqual([50, '', 'x'])
    book.put('long', 'x'.repeat(20_001))
    expect(book.get('long')).toBe('')
  })

  it('survives a store that holds nonsense or refuses', () => {
    expect(new DraftBook({ getItem: () => '{', setItem: () => {}, removeItem: () => {} }).size).toBe(0)
    const full = new DraftBook({ getItem: () => null, setItem: () => { throw new Error('full') }, removeItem: () => {} })
    full.belongTo('li')
    full.put('a', 'one')
    expect(full.get('a')).toBe('one')
  })
})
