import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Alert } from '../src/model/alert.ts'
import { alert } from './samples.ts'

interface Subscriber {
  next(item: unknown): void
  complete(): void
  error(reason: unknown): void
}

/** The hub and the API, as far as the feed can tell. */
const server = vi.hoisted(() => ({
  up: true,
  alerts: [] as Alert[],
  subscribed: [] as number[],
  stream: undefined as Subscriber | undefined,
  /** From where departures were asked for. */
  departed: [] as number[],
  departures: undefined as Subscriber | undefined,
  close: () => {},
}))

vi.mock('@microsoft/signalr', () => ({
  LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    withUrl() { return this }
    configureLogging() { return this }
    build() {
      return {
        start: async () => { if (!server.up) throw new Error('refused') },
        stop: async () => server.close(),
        onclose: (closed: () => void) => (server.close = closed),
        stream: (name: string, ...from: unknown[]) => ({
          subscribe: (subscriber: Subscriber) => {
            const after = from.at(-1) as number
            if (name === 'Stream') {
              server.subscribed.push(after)
              server.stream = subscriber
            } else {
              server.departed.push(after)
              server.departures = subscriber
            }
            return { dispose: () => {} }
          },
        }),
      }
    }
  },
}))
vi.mock('../src/net/api.ts', () => ({
  api: {
    alerts: async (after: number) => {
      if (!server.up) throw new Error('refused')
      const items = server.alerts.filter((one) => one.seq > after)
      return { items, next: items.at(-1)?.seq ?? after, full: false }
    },
  },
}))

const { Feed } = await import('../src/net/feed.ts')

let received: string[]
let tellings = 0
let states: boolean[]
let turns = 0
const feed = new Feed({
  alerts: (batch) => {
    tellings++
    received.push(...batch.map((one) => `${one.id}@${one.seq}`))
  },
  left: (seq, id) => received.push(`${id ?? '?'} left@${seq}`),
  contact: () => {},
  streaming: (on) => states.push(on),
  turned: () => turns++,
})
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(server, { up: true, alerts: [], subscribed: [], stream: undefined, departed: [], departures: undefined, close: () => {} })
  received = []
  states = []
  turns = 0
})
afterEach(() => {
  feed.stop()
  vi.useRealTimers()
})

describe('the feed', () => {
  it('fills the gap first, then streams from where the gap ended', async () => {
    server.alerts = [alert({ id: 'a', seq: 11 }), alert({ id: 'b', seq: 12 })]
    feed.start(10)
    await pass(10)
    expect(received).toEqual(expect.arrayContaining(['a@11', 'b@12']))
    expect(server.subscribed).toEqual([12])
    expect(states).toEqual([true])
  })

  it.each(['complete', 'error', 'close'] as const)('resumes after the last change seen when the stream ends by %s', async (how) => {
    feed.start(10)
    await pass(10)
    server.stream?.next(alert({ id: 'c', seq: 15 }))
    await pass(150)
    expect(received).toEqual(['c@15'])
    if (how === 'close') server.close()
    else if (how === 'error') server.stream?.error('x')
    else server.stream?.complete()
    await pass(1000)
    expect(server.subscribed).toEqual([10, 15])
    expect(states).toEqual([true, false, true])
  })

  it('tells what has left, after what came before it, and asks on from there whatever else it has seen', async () => {
    feed.start(10)
    await pass(10)
    server.stream?.next(alert({ id: 'c', seq: 15 }))
    server.departures?.next({ id: 'c', seq: 16 })
    expect(received).toEqual(['c@15', 'c left@16'])
    server.departures?.next({ seq: 17 })
    server.departures?.next({ id: 'no place' })
    server.stream?.next(alert({ id: 'd', seq: 30 }))
    await pass(150)
    expect(received).toEqual(['c@15', 'c left@16', '? left@17', 'd@30'])
    server.departures?.complete()
    await pass(1000)
    expect([server.subscribed, server.departed]).toEqual([[10, 30], [10, 17]])
  })

  it('says whenever a stream begins or ends by itself, and not that it was stopped', async () => {
    feed.start(10)
    await pass(10)
    expect(turns).toBe(1)
    server.close()
    await pass(1000)
    expect(turns).toBe(3)
    feed.stop()
    await pass(1000)
    expect(turns).toBe(3)
  })

  it('tries without end while the server is away, and misses nothing', async () => {
    feed.start(10)
    await pass(10)
    server.up = false
    server.close()
    await pass(10 * 60_000)
    expect(server.subscribed).toEqual([10])
    server.alerts = [alert({ id: 'd', seq: 20 })]
    server.up = true
    await pass(31_000)
    expect(received).toContain('d@20')
    expect(server.subscribed).toEqual([10, 20])
  })

  it('gives up a stream that stays silent about what polling has found', async () => {
    feed.start(10)
    await pass(10)
    server.alerts = [alert({ id: 'e', seq: 21 })]
    await pass(16_000)
    expect(received).toContain('e@21')
    await pass(7_000)
    expect(server.subscribed).toEqual([10, 21])
  })

  it('passes over items that are no alerts', async () => {
    feed.start(10)
    await pass(10)
    server.stream?.next({ nonsense: true })
    server.stream?.next(alert({ id: 'f', seq: 30 }))
    await pass(150)
    expect(received).toEqual(['f@30'])
  })

  it('tells at once what comes alone, and a burst once', async () => {
    feed.start(10)
    await pass(10)
    const before = tellings
    server.stream?.next(alert({ id: 'h', seq: 50 }))
    server.stream?.next(alert({ id: 'i', seq: 51 }))
    await pass(0)
    expect(received).toEqual(['h@50', 'i@51'])
    expect(tellings).toBe(before + 1)
    server.stream?.next(alert({ id: 'j', seq: 52 }))
    await pass(50)
    server.stream?.next(alert({ id: 'k', seq: 53 }))
    await pass(49)
    expect(received).toEqual(['h@50', 'i@51'])
    await pass(1)
    expect(received).toEqual(['h@50', 'i@51', 'j@52', 'k@53'])
    expect(tellings).toBe(before + 2)
  })

  it('says nothing more once stopped', async () => {
    feed.start(10)
    await pass(10)
    server.stream?.next(alert({ id: 'g', seq: 40 }))
    feed.stop()
    await pass(60_000)
    expect(received).toEqual([])
    expect(server.subscribed).toEqual([10])
  })
})
