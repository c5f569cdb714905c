import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { MapCluster, MapItem, Track } from '../src/map/content.ts'
import { drawMap, type Palette, type Scene } from '../src/map/draw.ts'
import { metresPerPixel, project, type Viewport } from '../src/map/viewport.ts'

/** Every call and every setting, in order: what would be on the canvas. */
interface Step {
  what: string
  args: unknown[]
}

function recorder(): { pen: CanvasRenderingContext2D; steps: Step[] } {
  const steps: Step[] = []
  const pen = new Proxy({}, {
    get: (_, name: string) => (...args: unknown[]) => {
      steps.push({ what: name, args })
      return name === 'measureText' ? { width: 40 } : undefined
    },
    set: (_, name: string, value) => Boolean(steps.push({ what: name, args: [value] })),
  }) as CanvasRenderingContext2D
  return { pen, steps }
}

// Each colour is its own name, so that what is drawn says which it was.
const colours = new Proxy({}, { get: (_, name) => name }) as Palette
const view: Viewport = { center: [117.2, 39.1], zoom: 15, width: 800, height: 600, datum: 'wgs84' }
const perPixel = metresPerPixel(view)

function draw(scene: Partial<Scene>): { steps: Step[]; hits: ReturnType<typeof drawMap> } {
  const { pen, steps } = recorder()
  const hits = drawMap(pen, view, { items: [], clusters: [], tracks: [], districtName: () => 'district', plain: false, ...scene }, colours)
  return { steps, hits }
}

/** Circles around a place, by their radius in metres. */
const circles = (steps: readonly Step[], at: readonly [number, number]): number[] =>
  steps.filter(({ what, args }) => what === 'arc' && Math.hypot((args[0] as number) - at[0], (args[1] as number) - at[1]) < 0.01).map(({ args }) => (args[2] as number) * perPixel)

const item = (more: Partial<MapItem> & Pick<MapItem, 'layer'>): MapItem => ({ id: 'one', lat: 39.1, lon: 117.2, ...more })
const middle: [number, number] = [400, 300]

beforeAll(() => {
  vi.stubGlobal('document', { body: {} })
  vi.stubGlobal('getComputedStyle', () => ({ fontFamily: 'sans-serif' }))
})

describe('the marks of the map', () => {
  it('are the outlines of the districts, filled unless tiles lie beneath', () => {
    const strokes = (steps: readonly Step[]): number => steps.filter(({ what }) => what === 'stroke').length
    const [bare, tiled] = [draw({}).steps, draw({ plain: true }).steps]
    expect(strokes(bare)).toBeGreaterThan(10)
    expect(strokes(tiled)).toBe(strokes(bare))
    expect(bare.filter(({ what }) => what === 'fill').length).toBe(strokes(bare))
    expect(tiled.some(({ what }) => what === 'fill' || what === 'fillRect')).toBe(false)
  })

  it('have the fence around a home as far as it reaches, dashed', () => {
    const { steps } = draw({ items: [item({ layer: 'homes', radius: 150 })] })
    expect(circles(steps, middle)[0]).toBeCloseTo(150, 3)
    expect(steps).toContainEqual({ what: 'setLineDash', args: [[5, 4]] })
  })

  it('have no fence that is smaller than the house, and none around a masked home, which has a ring of some kilometre', () => {
    expect(circles(draw({ items: [item({ layer: 'homes', radius: 8 * perPixel })] }).steps, middle)).toEqual([])
    const masked = circles(draw({ items: [item({ layer: 'homes', masked: true })] }).steps, middle)
    expect(masked).toHaveLength(1)
    expect(masked[0]).toBeCloseTo(700, 3)
  })

  it('have the accuracy of a check-in around it, in the colour of a made-up position where it is one', () => {
    const { steps } = draw({ items: [item({ layer: 'check-ins', accuracy: 60, mock: true })] })
    expect(circles(steps, middle)[0]).toBeCloseTo(60, 3)
    expect(steps).toContainEqual({ what: 'fillStyle', args: ['bad'] })
  })

  it('can be pointed at where they are drawn, the gravest cluster on top', () => {
    const cluster = (layer: MapCluster['layer'], severity?: 'P1'): MapCluster => ({ layer, count: 7, lat: 39.1, lon: 117.2, box: [117, 39, 118, 40], ids: [], ...(severity ? { severity } : {}) })
    const { steps, hits } = draw({ items: [item({ layer: 'institutions' })], clusters: [cluster('alerts', 'P1'), cluster('homes')] })
    expect(hits.map((hit) => hit.cluster?.layer ?? hit.item?.layer)).toEqual(['homes', 'institutions', 'alerts'])
    expect([hits[1]!.x, hits[1]!.y]).toEqual(middle)
    expect(steps.filter(({ what, args }) => what === 'fillText' && args[0] === '7')).toHaveLength(2)
    expect(steps).toContainEqual({ what: 'fillStyle', args: ['P1'] })
  })
})

describe('a track', () => {
  const points: Track['points'] = [
    { at: [117.2, 39.1], accuracy: 36, kind: 'check-in', mock: false }, { at: [117.202, 39.1], accuracy: 80, kind: 'track', mock: false }, { at: [117.204, 39.1], accuracy: 50, kind: 'track', mock: true },
    { at: [117.206, 39.1], accuracy: 40, kind: 'check-out', mock: false },
  ]
  const accuracies = (track: Partial<Track>): number[][] => {
    const { steps } = draw({ tracks: [{ id: 'C-1', hand: 'first', points, ...track }] })
    // Dots have their own size in pixels, whatever was measured: the largest are smaller than any of these circles.
    return points.map(({ at }) => circles(steps, project(view, at)).map(Math.round).filter((metres) => metres > 35))
  }

  it('has the accuracy of its ends, and of the point of the moment', () => {
    expect(accuracies({})).toEqual([[36], [], [], [40]])
    expect(accuracies({ gone: 2 })).toEqual([[36], [80], [], [40]])
  })

  it('has that of every point where all are asked for', () => {
    expect(accuracies({ circles: true })).toEqual([[36], [80], [50], [40]])
  })

  it('is one line, the second hand dashed, and what lies ahead is pale', () => {
    const { steps } = draw({ tracks: [{ id: 'C-2', hand: 'second', points, gone: 2 }] })
    const dashed = steps.flatMap(({ what, args }, i) => (what === 'setLineDash' && String(args[0]) === '7,4' ? [i] : []))
    expect(dashed).toHaveLength(2)
    expect(dashed.map((i) => steps.slice(0, i).reverse().find(({ what }) => what === 'globalAlpha')?.args[0])).toEqual([0.3, 0.95])
    expect(steps).toContainEqual({ what: 'strokeStyle', args: ['second'] })
  })
})
