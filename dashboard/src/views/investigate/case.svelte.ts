import { api } from '../../net/api.ts'

export interface CaseItem {
  id: number
  type: 'note' | 'pin' | 'attachment'
  by: string
  at: string
  text?: string
  seq?: number
  name?: string
  size?: number
  sha256?: string
  removedBy?: string
  removedAt?: string
}

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

  constructor(kind: string, id: string) {
    this.path = `/v1/cases/${kind}/${encodeURIComponent(id)}`
  }

  load = async (): Promise<void> => {
    try {
      this.#take(await api.get(this.path))
      this.phase = 'ready'
      this.error = undefined
    } catch (error) {
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
