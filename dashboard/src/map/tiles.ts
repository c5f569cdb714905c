import { fromWgs84 } from '../model/datum.ts'
import { tileSize, worldOf, type Viewport } from './viewport.ts'

/** Pictures of a tile source, kept while the map is open. Only where the operator has configured one. */
export class Tiles {
  readonly #pictures = new Map<string, HTMLImageElement>()
  readonly #url: string
  readonly #arrived: () => void

  constructor(url: string, arrived: () => void) {
    this.#url = url
    this.#arrived = arrived
  }

  draw(pen: CanvasRenderingContext2D, view: Viewport): void {
    const zoom = Math.round(view.zoom)
    const scale = 2 ** (view.zoom - zoom)
    const [cx, cy] = worldOf(fromWgs84(view.center, view.datum), zoom)
    const [left, top] = [cx - view.width / 2 / scale, cy - view.height / 2 / scale]
    const most = 2 ** zoom
    for (let x = Math.floor(left / tileSize); x * tileSize < left + view.width / scale; x++) {
      for (let y = Math.max(0, Math.floor(top / tileSize)); y < most && y * tileSize < top + view.height / scale; y++) {
        const picture = this.#picture(zoom, ((x % most) + most) % most, y)
        if (picture.complete && picture.naturalWidth > 0) {
          pen.drawImage(picture, (x * tileSize - left) * scale, (y * tileSize - top) * scale, tileSize * scale, tileSize * scale)
        }
      }
    }
  }

  #picture(z: number, x: number, y: number): HTMLImageElement {
    const url = this.#url.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))
    let picture = this.#pictures.get(url)
    if (!picture) {
      // A long look around must not keep every tile it ever saw.
      if (this.#pictures.size > 400) this.#pictures.delete(this.#pictures.keys().next().value!)
      picture = new Image()
      picture.referrerPolicy = 'no-referrer'
      picture.onload = this.#arrived
      picture.src = url
      this.#pictures.set(url, picture)
    }
    return picture
  }
}
