import type { CaseItem } from '../../model/casefile.ts'
import type { EntityKind } from '../../model/route.ts'
import { api } from '../../net/api.ts'

/** The largest file the server takes, in bytes. */
export const largestFile = 10 * 1024 * 1024

/** The case file of one entity or alert: what was noted, pinned and attached, by whom and when. */
export class CaseState {
  items = $state.raw<readonly CaseItem[]>([])
  phase = $state<'loading' | 'ready' | 'error'>('loading')
  /** What went wrong last; undefined: nothing. */
  error = $state.raw<unknown>(undefined)
  busy = $state(false)
  readonly path: string

  constructor(
    kind: EntityKind | 'alerts',
    readonly id: string,
  ) {
    this.path = `/v1/cases/${kind}/${encodeURIComponent(id)}`
  }

  load = async (): Promise<void> => {
    try {
      const answer = await api.get<{ items: CaseItem[] }>(this.path)
      // What is being filed answers with the whole, and later.
      if (this.busy) return
      if (this.phase === 'error') this.error = undefined
      this.#take(answer)
    } catch (error) {
      // What is there stays; how old the page is says the rest.
      if (this.phase === 'ready') return
      this.error = error
      this.phase = 'error'
    }
  }

  note = (text: string): Promise<boolean> => this.#change(() => api.post(`${this.path}/notes`, { text }))

  pin = (seq: number): Promise<boolean> => this.#change(() => api.post(`${this.path}/pins`, { seq }))

  unpin = (item: number): Promise<boolean> => this.#change(() => api.post(`${this.path}/pins/${item}/remove`, {}))

  attach = (file: File, text: string): Promise<boolean> => this.#change(() => api.upload(`${this.path}/attachments`, { name: file.name, ...(text ? { text } : {}) }, file))

  async #change(call: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.error = undefined
    try {
      this.#take((await call()) as { items: CaseItem[] })
      return true
    } catch (error) {
      this.error = error
      return false
    } finally {
      this.busy = false
    }
  }

  #take(answer: { items: CaseItem[] }): void {
    this.items = answer.items
    this.phase = 'ready'
  }
}

/** The case file of what is on the screen: an entry that is opened there can be pinned to it. */
class CaseInView {
  file = $state.raw<CaseState | undefined>(undefined)

  /** @returns What a page does when it goes. */
  show(file: CaseState): () => void {
    this.file = file
    return () => {
      if (this.file === file) this.file = undefined
    }
  }
}

export const caseInView = new CaseInView()
