/** What officers found when they closed the alerts of one rule in one version. */
export interface OutcomeCount {
  rule: string
  version: number
  /** Id of the policy version; absent: the values that came with the program. */
  policy?: string
  confirmed: number
  notConfirmed: number
  undecidable: number
  falseAlarm: number
  unlabelled: number
  /** 0 to 1; absent: nothing was decided. */
  precision?: number
}

/** `82.5%`, or a dash where nothing was decided. */
export const percent = (share: number | undefined): string => (share === undefined ? '—' : `${Math.round(share * 1000) / 10}%`)
