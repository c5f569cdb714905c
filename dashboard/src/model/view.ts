/** A filter of the board under a name, as the server keeps it. */
export interface SavedView {
  id: string
  name: string
  /** The board's query, without the question mark. */
  query: string
  owner: string
  sharing: 'private' | 'shared'
  mine: boolean
  /** Roles whose board opens with it. */
  defaultFor: string[]
  /** The board of whoever asks opens with it. */
  default?: boolean
}

/** What of the address belongs to a view: the filter and the order, not what happens to be open. */
const names = ['severity', 'status', 'rule', 'district', 'institution', 'assignee', 'due', 'since', 'q', 'sort', 'group']

export function viewQuery(query: URLSearchParams): string {
  const kept = new URLSearchParams()
  for (const name of names) {
    const value = query.get(name)
    if (value) kept.set(name, value)
  }
  return kept.toString().replaceAll('%2C', ',')
}

/** Whether the board shows just what a view says. */
export const isShown = (view: SavedView, query: URLSearchParams): boolean => viewQuery(new URLSearchParams(view.query)) === viewQuery(query)
