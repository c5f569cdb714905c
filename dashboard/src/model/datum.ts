/**
 * The three datums in use in China. Positions are WGS-84 everywhere in this page; they are converted, by name, where a source or a
 * background is measured in another. GCJ-02 is published only as the algorithm below; BD-09 adds a second one to it.
 */
export type Datum = 'wgs84' | 'gcj02' | 'bd09'

/** Longitude and latitude in degrees. */
export type LonLat = readonly [lon: number, lat: number]

const a = 6_378_245
const ee = 0.006_693_421_622_965_943
const rad = Math.PI / 180

/** The shift from WGS-84 to GCJ-02 at a place. */
function shift([lon, lat]: LonLat): LonLat {
  const x = lon - 105
  const y = lat - 35
  const waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3)
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves +
    (20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * (2 / 3) +
    (160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * (2 / 3)
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves +
    (20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * (2 / 3) +
    (150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * (2 / 3)
  const magic = 1 - ee * Math.sin(lat * rad) ** 2
  return [east / ((a / Math.sqrt(magic)) * Math.cos(lat * rad) * rad), north / (((a * (1 - ee)) / (magic * Math.sqrt(magic))) * rad)]
}

export function wgs84ToGcj02(point: LonLat): LonLat {
  const [east, north] = shift(point)
  return [point[0] + east, point[1] + north]
}

/** There is no formula back: the guess is mended until it converts to the point, which takes three or four rounds. */
export function gcj02ToWgs84(point: LonLat): LonLat {
  let [lon, lat] = point
  for (let round = 0; round < 20; round++) {
    const [gotLon, gotLat] = wgs84ToGcj02([lon, lat])
    const east = point[0] - gotLon
    const north = point[1] - gotLat
    lon += east
    lat += north
    // A tenth of a millimetre.
    if (Math.abs(east) < 1e-9 && Math.abs(north) < 1e-9) break
  }
  return [lon, lat]
}

export function gcj02ToBd09([x, y]: LonLat): LonLat {
  const turn = (Math.PI * 3000) / 180
  const length = Math.sqrt(x * x + y * y) + 0.000_02 * Math.sin(y * turn)
  const angle = Math.atan2(y, x) + 0.000_003 * Math.cos(x * turn)
  return [length * Math.cos(angle) + 0.0065, length * Math.sin(angle) + 0.006]
}

/** Where a place stands on a background of another datum. */
export function fromWgs84(point: LonLat, to: Datum): LonLat {
  switch (to) {
    case 'wgs84':
      return point
    case 'gcj02':
      return wgs84ToGcj02(point)
    case 'bd09':
      return gcj02ToBd09(wgs84ToGcj02(point))
  }
}

/** Metres between two places on the mean sphere; off the ellipsoid by 0.3 % at most. */
export function metres([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const h = Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)))
}
