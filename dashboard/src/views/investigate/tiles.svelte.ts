import type { TileSource } from '../../map/content.ts'
import { investigation } from '../../net/investigation.ts'

/** Where tiles come from, if from anywhere: asked once a page. Without an answer the map has its outlines. */
class Tiles {
  source = $state.raw<TileSource | undefined>(undefined)
  #asked = false

  async load(): Promise<void> {
    if (this.#asked) return
    this.#asked = true
    try {
      this.source = await investigation.tiles()
    } catch {
      this.#asked = false
    }
  }
}

export const tileSource = new Tiles()
