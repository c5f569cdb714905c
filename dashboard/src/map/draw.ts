import outlines from 'virtual:outlines'
import type { LonLat } from '../model/datum.ts'
import { contentPoint, type MapCluster, type MapItem, type Track } from './content.ts'
import { metresPerPixel, project, type Viewport } from './viewport.ts'

/** Colours of the moment's theme, read from the style sheet. */
export type Palette = Record<'ink' | 'muted' | 'line' | 'strong' | 'land' | 'sea' | 'surface' | 'accent' | 'P1' | 'P2' | 'P3' | 'P4' | 'ok' | 'warn' | 'bad' | 'info' | 'second', string>

const names: Record<keyof Palette, string> = {
  ink: '--ink', muted: '--muted', line: '--line', strong: '--line-strong', land: '--surface', sea: '--page', surface: '--surface', accent: '--accent',
  P1: '--p1', P2: '--p2', P3: '--p3', P4: '--p4', ok: '--ok', warn: '--warn', bad: '--bad', info: '--info', second: '--draft',
}

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  return Object.fromEntries(Object.entries(names).map(([name, token]) => [name, style.getPropertyValue(token).trim()])) as Palette
}

/** A masked home lies somewhere in this, in metres. */
const maskedWithin = 700

export interface Scene {
  items: readonly MapItem[]
  clusters: readonly MapCluster[]
  tracks: readonly Track[]
  selected?: string | undefined
  districtName: (code: string) => string
  plain: boolean
}

/** Where something was drawn, for the pointer. */
export interface Hit {
  x: number
  y: number
  radius: number
  item?: MapItem
  cluster?: MapCluster
}

export function drawMap(pen: CanvasRenderingContext2D, view: Viewport, scene: Scene, colours: Palette): Hit[] {
  if (!scene.plain) {
    pen.fillStyle = colours.sea
    pen.fillRect(0, 0, view.width, view.height)
  }
  drawDistricts(pen, view, scene, colours)
  const hits: Hit[] = []
  for (const item of scene.items) if (item.layer === 'homes') drawFence(pen, view, item, colours)
  for (const track of scene.tracks) drawTrack(pen, view, track, colours)
  for (const cluster of scene.clusters) if (cluster.layer !== 'alerts') hits.push(drawCluster(pen, view, cluster, colours))
  for (const layer of ['homes', 'institutions', 'check-ins', 'alerts'] as const) {
    for (const item of scene.items) if (item.layer === layer) hits.push(drawItem(pen, view, item, colours, item.id === scene.selected))
  }
  // What is gravest lies on top.
  for (const cluster of scene.clusters) if (cluster.layer === 'alerts') hits.push(drawCluster(pen, view, cluster, colours))
  return hits
}

function drawDistricts(pen: CanvasRenderingContext2D, view: Viewport, scene: Scene, colours: Palette): void {
  for (const { rings } of outlines) {
    pen.beginPath()
    for (const ring of rings) trace(pen, view, ring)
    if (!scene.plain) {
      pen.fillStyle = colours.land
      pen.fill()
    }
    pen.lineWidth = 1
    pen.strokeStyle = colours.strong
    pen.stroke()
  }
  pen.font = '12px ' + getComputedStyle(document.body).fontFamily
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  for (const { code, rings } of outlines) {
    const [x, y] = project(view, middleOf(rings[0] ?? []))
    const name = scene.districtName(code)
    const box = sizeOf(view, rings[0] ?? [])
    // A name that is wider than its district would cover the neighbours'.
    if (x > 0 && y > 0 && x < view.width && y < view.height && box[0] > pen.measureText(name).width + 6 && box[1] > 18) label(pen, name, x, y, colours)
  }
}

function trace(pen: CanvasRenderingContext2D, view: Viewport, ring: readonly LonLat[]): void {
  ring.forEach((point, i) => {
    const [x, y] = project(view, point)
    if (i === 0) pen.moveTo(x, y)
    else pen.lineTo(x, y)
  })
  pen.closePath()
}

function label(pen: CanvasRenderingContext2D, text: string, x: number, y: number, colours: Palette): void {
  pen.lineJoin = 'round'
  pen.lineWidth = 3
  pen.strokeStyle = colours.surface
  pen.strokeText(text, x, y)
  pen.fillStyle = colours.muted
  pen.fillText(text, x, y)
}

function middleOf(ring: readonly LonLat[]): LonLat {
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)]
  return [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2]
}

function sizeOf(view: Viewport, ring: readonly LonLat[]): [number, number] {
  const points = ring.map((point) => project(view, point))
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)]
}

function drawFence(pen: CanvasRenderingContext2D, view: Viewport, item: MapItem, colours: Palette): void {
  const radius = (item.radius ?? 0) / metresPerPixel(view)
  // Smaller than the house itself it would only be dirt.
  if (radius < 9) return
  const [x, y] = project(view, contentPoint(item))
  pen.beginPath()
  pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.setLineDash([5, 4])
  pen.lineWidth = 1.2
  pen.strokeStyle = colours.ok
  pen.stroke()
  pen.setLineDash([])
}

function circle(pen: CanvasRenderingContext2D, view: Viewport, at: readonly [number, number], accuracy: number, colour: string): void {
  const radius = accuracy / metresPerPixel(view)
  if (radius < 3) return
  pen.beginPath()
  pen.arc(at[0], at[1], radius, 0, 2 * Math.PI)
  pen.globalAlpha = 0.12
  pen.fillStyle = colour
  pen.fill()
  pen.globalAlpha = 0.55
  pen.lineWidth = 1
  pen.strokeStyle = colour
  pen.stroke()
  pen.globalAlpha = 1
}

function drawTrack(pen: CanvasRenderingContext2D, view: Viewport, track: Track, colours: Palette): void {
  const colour = track.hand === 'first' ? colours.accent : colours.second
  const gone = track.gone ?? track.points.length
  const at = track.points.map((point) => project(view, point.at))
  const line = (from: number, to: number, alpha: number): void => {
    if (to - from < 2) return
    pen.beginPath()
    for (let i = from; i < to; i++) pen.lineTo(at[i]![0], at[i]![1])
    pen.globalAlpha = alpha
    pen.lineWidth = 2
    pen.strokeStyle = colour
    pen.setLineDash(track.hand === 'first' ? [] : [7, 4])
    pen.stroke()
    pen.setLineDash([])
    pen.globalAlpha = 1
  }
  line(Math.max(0, gone - 1), at.length, 0.3)
  line(0, gone, 0.95)
  track.points.forEach((point, i) => {
    const [x, y] = at[i]!
    const ahead = i >= gone
    const tint = point.mock ? colours.bad : colour
    // Unless they are asked for, the circle of every point would be a fog; those of the ends and of the point of the moment tell enough.
    if (point.accuracy !== undefined && (track.circles || point.kind !== 'track' || i === gone - 1)) circle(pen, view, [x, y], point.accuracy, tint)
    pen.globalAlpha = ahead ? 0.4 : 1
    if (point.kind === 'track') dot(pen, x, y, 2.6, tint)
    else end(pen, x, y, point.kind, tint, colours)
    pen.globalAlpha = 1
  })
  if (track.gone !== undefined && gone > 0) here(pen, at[gone - 1]!, colour, colours)
}

function dot(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  pen.beginPath()
  pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.fillStyle = colour
  pen.fill()
}

/** A check-in is a triangle that points up, a check-out one that points down. */
function end(pen: CanvasRenderingContext2D, x: number, y: number, kind: 'check-in' | 'check-out', colour: string, colours: Palette): void {
  const up = kind === 'check-in' ? 1 : -1
  pen.beginPath()
  pen.moveTo(x, y - 7 * up)
  pen.lineTo(x + 6.5, y + 5 * up)
  pen.lineTo(x - 6.5, y + 5 * up)
  pen.closePath()
  pen.fillStyle = colour
  pen.fill()
  pen.lineWidth = 1.5
  pen.strokeStyle = colours.surface
  pen.stroke()
}

function here(pen: CanvasRenderingContext2D, [x, y]: readonly [number, number], colour: string, colours: Palette): void {
  dot(pen, x, y, 8, colours.surface)
  dot(pen, x, y, 6, colour)
}

function drawItem(pen: CanvasRenderingContext2D, view: Viewport, item: MapItem, colours: Palette, selected: boolean): Hit {
  const [x, y] = project(view, contentPoint(item))
  if (item.layer === 'check-ins' && item.accuracy !== undefined) circle(pen, view, [x, y], item.accuracy, item.mock ? colours.bad : colours.info)
  switch (item.layer) {
    case 'homes':
      if (item.masked) somewhere(pen, view, x, y, colours)
      else house(pen, x, y, item.away ? colours.warn : colours.ok, colours)
      break
    case 'institutions':
      square(pen, x, y, colours.info, colours)
      break
    case 'check-ins':
      end(pen, x, y, item.end ?? 'check-in', item.mock ? colours.bad : colours.info, colours)
      break
    case 'alerts':
      alertMark(pen, x, y, item.severity ?? 'P4', colours)
      break
  }
  if (selected) {
    pen.beginPath()
    pen.arc(x, y, 13, 0, 2 * Math.PI)
    pen.lineWidth = 2.5
    pen.strokeStyle = colours.accent
    pen.stroke()
  }
  return { x, y, radius: 11, item }
}

const houseShape = [[0, -7], [7, 0], [5, 0], [5, 6], [-5, 6], [-5, 0], [-7, 0]] as const

function house(pen: CanvasRenderingContext2D, x: number, y: number, colour: string, colours: Palette): void {
  pen.beginPath()
  for (const [dx, dy] of houseShape) pen.lineTo(x + dx, y + dy)
  pen.closePath()
  fillAndEdge(pen, colour, colours)
}

/** A masked home has no place to measure from: a ring in which it lies, and a house that is only an outline. */
function somewhere(pen: CanvasRenderingContext2D, view: Viewport, x: number, y: number, colours: Palette): void {
  pen.setLineDash([2, 4])
  pen.lineWidth = 1
  pen.strokeStyle = colours.muted
  pen.beginPath()
  pen.arc(x, y, Math.max(8, maskedWithin / metresPerPixel(view)), 0, 2 * Math.PI)
  pen.stroke()
  pen.beginPath()
  for (const [dx, dy] of houseShape) pen.lineTo(x + dx, y + dy)
  pen.closePath()
  pen.stroke()
  pen.setLineDash([])
}

function square(pen: CanvasRenderingContext2D, x: number, y: number, colour: string, colours: Palette): void {
  pen.beginPath()
  pen.rect(x - 6.5, y - 6.5, 13, 13)
  fillAndEdge(pen, colour, colours)
  pen.beginPath()
  pen.moveTo(x - 3.5, y)
  pen.lineTo(x + 3.5, y)
  pen.moveTo(x, y - 3.5)
  pen.lineTo(x, y + 3.5)
  pen.lineWidth = 2
  pen.strokeStyle = colours.surface
  pen.stroke()
}

/** The severity is told by the mark's outline as in the list, not only by its colour. */
function alertMark(pen: CanvasRenderingContext2D, x: number, y: number, severity: 'P1' | 'P2' | 'P3' | 'P4', colours: Palette): void {
  pen.beginPath()
  const corners = { P1: 8, P2: 3, P3: 4, P4: 0 }[severity]
  if (corners === 0) pen.arc(x, y, 8, 0, 2 * Math.PI)
  for (let i = 0; i < corners; i++) {
    const angle = (i / corners) * 2 * Math.PI - Math.PI / 2 + (severity === 'P1' ? Math.PI / 8 : 0)
    pen.lineTo(x + Math.cos(angle) * 10, y + Math.sin(angle) * 10)
  }
  pen.closePath()
  fillAndEdge(pen, colours[severity], colours)
  pen.fillStyle = colours.surface
  pen.font = 'bold 11px sans-serif'
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(severity.slice(1), x, y + (severity === 'P2' ? 2 : 0.5))
}

function fillAndEdge(pen: CanvasRenderingContext2D, colour: string, colours: Palette): void {
  pen.fillStyle = colour
  pen.fill()
  pen.lineWidth = 1.5
  pen.strokeStyle = colours.surface
  pen.stroke()
}

/** Clusters of several layers lie in one cell more often than not: each layer has its own side of the middle. */
const sides = { alerts: [0, -15], homes: [-17, 9], institutions: [17, 9], 'check-ins': [0, 24] } as const

function drawCluster(pen: CanvasRenderingContext2D, view: Viewport, cluster: MapCluster, colours: Palette): Hit {
  const middle = project(view, contentPoint(cluster))
  const [x, y] = [middle[0] + sides[cluster.layer][0], middle[1] + sides[cluster.layer][1]]
  const colour = cluster.layer === 'alerts' ? colours[cluster.severity ?? 'P4'] : cluster.layer === 'homes' ? colours.ok : colours.info
  const radius = Math.min(24, 8 + Math.log2(cluster.count) * 1.8)
  pen.beginPath()
  if (cluster.layer === 'institutions') pen.rect(x - radius, y - radius, radius * 2, radius * 2)
  else pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.globalAlpha = 0.92
  fillAndEdge(pen, cluster.layer === 'alerts' ? colour : colours.surface, colours)
  pen.globalAlpha = 1
  pen.lineWidth = 2
  pen.strokeStyle = colour
  pen.stroke()
  pen.fillStyle = cluster.layer === 'alerts' ? colours.surface : colour
  pen.font = `bold ${radius > 15 ? 12 : 11}px sans-serif`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(cluster.count > 9999 ? `${Math.floor(cluster.count / 1000)}k` : String(cluster.count), x, y)
  return { x, y, radius: radius + 2, cluster }
}
