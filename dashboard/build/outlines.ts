import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { gcj02ToWgs84, type LonLat } from '../src/model/datum.ts'

/**
 * The outlines of the districts, from the data in the package `echarts` 4.9.0 and from nothing else of it. These are in GCJ-02 (as
 * far as anybody can tell: they coincide with sources that say so); they are converted here, once, at build time.
 */
const provinces: readonly { file: string; wanted: (code: string) => boolean }[] = [
  { file: 'tianjin', wanted: () => true },
  // The package has Zhejiang by cities, not by counties.
  { file: 'zhejiang', wanted: (code) => code === '330400' },
]

export interface Outline {
  /** GB/T 2260: six digits of a district, four of a city. */
  code: string
  /** WGS-84, to a metre. */
  rings: LonLat[][]
}

interface Feature {
  id: string
  geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown; encodeOffsets: unknown }
}

export function readOutlines(): Outline[] {
  const require = createRequire(import.meta.url)
  return provinces.flatMap(({ file, wanted }) => {
    const map = JSON.parse(readFileSync(require.resolve(`echarts/map/json/province/${file}.json`), 'utf8')) as { features: Feature[] }
    return map.features.filter((feature) => wanted(feature.id)).map((feature) => ({ code: feature.id.replace(/00$/, ''), rings: ringsOf(feature) }))
  })
}

function ringsOf({ geometry }: Feature): LonLat[][] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : (geometry.coordinates as unknown[])
  const offsets = geometry.type === 'Polygon' ? [geometry.encodeOffsets] : (geometry.encodeOffsets as unknown[])
  return polygons.flatMap((polygon, i) =>
    (polygon as string[]).map((ring, j) => decode(ring, (offsets[i] as [number, number][])[j]!).map(gcj02ToWgs84).map(rounded)),
  )
}

/** The package's own form: zigzag differences of 1/1024 degree as characters from 64 on. */
export function decode(text: string, offset: readonly [number, number]): LonLat[] {
  const points: LonLat[] = []
  let [x, y] = offset
  for (let i = 0; i < text.length; i += 2) {
    x += zigzag(text.charCodeAt(i) - 64)
    y += zigzag(text.charCodeAt(i + 1) - 64)
    points.push([x / 1024, y / 1024])
  }
  return points
}

const zigzag = (n: number): number => (n >> 1) ^ -(n & 1)

const rounded = ([lon, lat]: LonLat): LonLat => [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5]

/** `import outlines from 'virtual:outlines'`. */
export function outlines(): Plugin {
  const name = 'virtual:outlines'
  return {
    name: 'outlines',
    resolveId: (id) => (id === name ? '\0' + name : undefined),
    load: (id) => (id === '\0' + name ? `export default ${JSON.stringify(readOutlines())}` : undefined),
  }
}
