import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const seen = vi.hoisted(() => vi.fn(async () => {}))
const session = vi.hoisted(() => ({ touchedAt: 0 }))
const page = vi.hoisted(() => {
  const page = { hidden: false, changed: () => {}, addEventListener: (_name: string, changed: () => void) => { page.changed = changed } }
  vi.stubGlobal('document', page)
  return page
})
vi.mock('../src/net/api.ts', () => ({ api: { seen, since: async () => ({ raised: {}, closed: 0, withdrawn: 0, mine: 0, overdue: 0 }) } }))
vi.mock('../src/state/session.svelte.ts', () => ({ session }))

const { attendance } = await import('../src/state/attendance.svelte.ts')

const touch = (): void => void (session.touchedAt = Date.now())
const pass = (minutes: number): Promise<unknown> => vi.advanceTimersByTimeAsync(minutes * 60_000)

beforeEach(async () => {
  vi.useFakeTimers()
  page.hidden = false
  session.touchedAt = Date.now()
  await attendance.begin()
  seen.mockClear()
})
afterEach(() => {
  attendance.end()
  vi.useRealTimers()
})

describe('that somebody is at the board', () => {
  it('is said every five minutes in which there was a hand, and of a page that is merely open not at all', async () => {
    await pass(20)
    expect(seen).not.toHaveBeenCalled()
    touch()
    await pass(5)
    expect(seen).toHaveBeenCalledTimes(1)
    await pass(20)
    expect(seen).toHaveBeenCalledTimes(1)
    touch()
    await pass(5)
    expect(seen).toHaveBeenCalledTimes(2)
  })

  it('is said when the page is left, unless nobody was there since', async () => {
    await pass(1)
    page.hidden = true
    page.changed()
    await pass(0)
    expect(seen).not.toHaveBeenCalled()
    touch()
    page.changed()
    await pass(0)
    expect(seen).toHaveBeenCalledTimes(1)
  })

  it('is said again where it could not be said', async () => {
    await pass(1)
    touch()
    seen.mockRejectedValueOnce(new Error('away'))
    await pass(10)
    expect(seen).toHaveBeenCalledTimes(2)
  })
})
