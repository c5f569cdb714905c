import { viewQuery, type SavedView } from '../model/view.ts'
import { api } from '../net/api.ts'
import { router } from './router.svelte.ts'

/** The saved views of whoever is signed in. */
class Views {
  items = $state.raw<readonly SavedView[]>([])
  error = $state.raw<unknown>(undefined)

  /** Loads them; a board that was opened without any filter takes the view that is meant for the officer's role. */
  async load(first = false): Promise<void> {
    try {
      this.items = await api.views()
      this.error = undefined
      const own = this.items.find((view) => view.default)
      if (first && own && router.route.view === 'board' && viewQuery(router.query) === '') this.show(own, true)
    } catch (error) {
      this.error = error
    }
  }

  show(view: SavedView, replace = false): void {
    router.go(router.route.view === 'wall' ? '/wall' : '/', new URLSearchParams(view.query), replace)
  }

  forget(): void {
    this.items = []
    this.error = undefined
  }
}

export const views = new Views()
