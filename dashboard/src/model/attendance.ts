/** What changed since an officer was last at the board. */
export interface Since {
  /** Absent: never here before. */
  at?: string
  /** Raised since and still active, by severity. */
  raised: Record<string, number>
  closed: number
  withdrawn: number
  /** Changes by others of what one holds. */
  mine: number
  /** Now. */
  overdue: number
}

/** Whether there is anything to tell. */
export const hasNews = (since: Since): boolean =>
  since.at !== undefined && (Object.values(since.raised).some((count) => count > 0) || since.closed + since.withdrawn + since.mine > 0)
