import { describe, expect, it } from 'vitest'
import { decode, readOutlines } from '../build/outlines.ts'
import { fromWgs84, gcj02ToWgs84, metres, wgs84ToGcj02, type LonLat } from '../src/model/datum.ts'

describe('datums', () => {
  // The right-hand sides come from another implementation (gcoord 1.0.7), whose inverse is iterative too.
  it.each<[string, LonLat, LonLat]>([
    ['Beijing', [116.377817, 39.911954], [116.38404722455657, 39.91334545536069]],
    ['Tianjin', [117.2, 39.13], [117.20630499434607, 39.131035313939556]],
    ['Jiaxing', [120.75, 30.75], [120.7543205620241, 30.747702507419234]],
  ])('WGS-84 to GCJ-02 in %s agrees to a millimetre', (_, wgs, gcj) => {
    expect(metres(wgs84ToGcj02(wgs), gcj)).toBeLessThan(0.001)
  })

  it('goes back to within a millimetre anywhere in the two regions', () => {
    for (let lon = 116.7; lon < 121.3; lon += 0.37) {
      for (let lat = 30.3; lat < 40.3; lat += 0.41) expect(metres(gcj02ToWgs84(wgs84ToGcj02([lon, lat])), [lon, lat])).toBeLessThan(0.001)
    }
  })

  it('BD-09 stands on top of GCJ-02', () => {
    expect(metres(fromWgs84([117.2, 39.13], 'bd09'), [117.2128379265069, 39.1369711691491])).toBeLessThan(0.001)
    expect(fromWgs84([117.2, 39.13], 'wgs84')).toEqual([117.2, 39.13])
  })

  it('measures a degree of latitude', () => {
    expect(metres([117, 39], [117, 40])).toBeCloseTo(111_195, 0)
  })
})

describe('the outlines', () => {
  const outlines = readOutlines()

  it('are those of the sixteen districts of Tianjin and of Jiaxing', () => {
    expect(outlines.map((one) => one.code).join(' ')).toBe(
      '120101 120102 120103 120104 120105 120106 120110 120111 120112 120113 120114 120115 120116 120117 120118 120119 3304')
  })

  it('are decoded as the package wrote them', () => {
    expect(decode('@@BhB`', [119992, 40041])[0]).toEqual([117.1796875, 39.1025390625])
  })

  it('begin in Heping at the place the package means, to a metre, in WGS-84', () => {
    // The first vertex is 117.1796875, 39.1025390625 in GCJ-02; gcoord gives the same place in WGS-84.
    const first = outlines[0]!.rings[0]![0]!
    expect(metres(first, [117.17333905760275, 39.10147397027152])).toBeLessThan(1)
    // Unconverted it would be off by half a kilometre.
    expect(metres(first, [117.1796875, 39.1025390625])).toBeGreaterThan(500)
  })

  it('are closed, and each lies in its own region', () => {
    for (const { code, rings } of outlines) {
      const [west, south, east, north] = code.startsWith('12') ? [116.6, 38.4, 118.2, 40.4] : [120.1, 30.2, 121.5, 31.2]
      for (const ring of rings) {
        expect(ring.length).toBeGreaterThan(3)
        for (const [lon, lat] of ring) expect(lon > west! && lon < east! && lat > south! && lat < north!).toBe(true)
      }
    }
  })
})
