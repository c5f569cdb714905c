import { fromWgs84, metres, type Datum, type LonLat } from '../model/datum.ts'

/** What part of the world a map shows: Web Mercator around a middle, on a background of some datum. */
export interface Viewport {
  /** WGS-84. */
  center: LonLat
  /** As in tiles: at 0 the world is 256 pixels wide. */
  zoom: number
  width: number
  height: number
  /** Of the background; everything drawn is converted to it. */
  datum: Datum
}

export const minZoom = 4
export const maxZoom = 20
export const tileSize = 256

const rad = Math.PI / 180

/** Pixels of the whole world at a zoom, from its north-west corner. */
export function worldOf([lon, lat]: LonLat, zoom: number): [x: number, y: number] {
  const size = tileSize * 2 ** zoom
  const sin = Math.min(0.9999, Math.max(-0.9999, Math.sin(lat * rad)))
  return [((lon + 180) / 360) * size, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size]
}

export function lonLatOf([x, y]: readonly [number, number], zoom: number): LonLat {
  const size = tileSize * 2 ** zoom
  return [(x / size) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI]
}

export function project(view: Viewport, point: LonLat): [x: number, y: number] {
  const [x, y] = worldOf(fromWgs84(point, view.datum), view.zoom)
  const [cx, cy] = worldOf(fromWgs84(view.center, view.datum), view.zoom)
  return [x - cx + view.width / 2, y - cy + view.height / 2]
}

export function unproject(view: Viewport, [x, y]: readonly [number, number]): LonLat {
  const [cx, cy] = worldOf(fromWgs84(view.center, view.datum), view.zoom)
  return toWgs84(lonLatOf([x - view.width / 2 + cx, y - view.height / 2 + cy], view.zoom), view.datum)
}

/** Back from a background's datum: the guess is mended until it converts to the point. */
function toWgs84(point: LonLat, datum: Datum): LonLat {
  let [lon, lat] = point
  for (let round = 0; round < 6; round++) {
    const [gotLon, gotLat] = fromWgs84([lon, lat], datum)
    lon += point[0] - gotLon
    lat += point[1] - gotLat
  }
  return [lon, lat]
}

export type Box = readonly [west: number, south: number, east: number, north: number]

export function boundsOf(view: Viewport): Box {
  const [west, north] = unproject(view, [0, 0])
  const [east, south] = unproject(view, [view.width, view.height])
  return [Math.max(-180, west), Math.max(-85, south), Math.min(180, east), Math.min(85, north)]
}

export function metresPerPixel(view: Viewport): number {
  const middle = [view.width / 2, view.height / 2] as const
  return metres(unproject(view, middle), unproject(view, [middle[0] + 100, middle[1]])) / 100
}

/** Where a map must look so that all of it is seen, with room at the edges. */
export function fit(points: readonly LonLat[], width: number, height: number, most = 17): { center: LonLat; zoom: number } | undefined {
  if (points.length === 0) return undefined
  const world = points.map((point) => worldOf(point, 0))
  const [xs, ys] = [world.map(([x]) => x), world.map(([, y]) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const room = 0.82
  const zoom = Math.min(most, Math.log2((width * room) / Math.max(1e-9, right - left)), Math.log2((height * room) / Math.max(1e-9, bottom - top)))
  return { center: lonLatOf([(left + right) / 2, (top + bottom) / 2], 0), zoom: clampZoom(zoom) }
}

export const clampZoom = (zoom: number): number => Math.min(maxZoom, Math.max(minZoom, zoom))

/** The view after zooming by some steps, with the place under a pixel staying where it is. */
export function zoomAt(view: Viewport, steps: number, pixel: readonly [number, number]): { center: LonLat; zoom: number } {
  const held = unproject(view, pixel)
  const next = { ...view, zoom: clampZoom(view.zoom + steps) }
  const [x, y] = project(next, held)
  return { zoom: next.zoom, center: unproject(next, [view.width / 2 + x - pixel[0], view.height / 2 + y - pixel[1]]) }
}

/** Lengths that a scale bar may have, in metres: the longest that is at most so many pixels. */
export function scaleOf(view: Viewport, pixels = 110): { metres: number; pixels: number } {
  const each = metresPerPixel(view)
  let length = 1
  for (const step of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5]) if (step <= each * pixels) length = step
  return { metres: length, pixels: length / each }
}
