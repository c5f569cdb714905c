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

/** What stood in a case file at an instant; a pin that was taken off later was still on. */
export function casefileAt(items: readonly CaseItem[], instant: number | undefined): readonly CaseItem[] {
  if (instant === undefined) return items
  return items.filter((item) => Date.parse(item.at) <= instant).map((item) => {
    if (item.removedAt === undefined || Date.parse(item.removedAt) <= instant) return item
    const { removedBy, removedAt, ...then } = item
    return then
  })
}

/** Places of the entries that are pinned. */
export const pinnedIn = (items: readonly CaseItem[]): ReadonlySet<number> =>
  new Set(items.filter((item) => item.type === 'pin' && item.removedAt === undefined && item.seq !== undefined).map((item) => item.seq!))
