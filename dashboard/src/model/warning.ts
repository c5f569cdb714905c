/** Something that is amiss although everything runs. */
export interface Warning {
  code: string
  detail: string
  /** Of `calendar-missing`: the years whose holidays are not known. */
  years?: number[]
}
