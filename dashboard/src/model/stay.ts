/** So long before its end a session says so. */
export const warnBefore = 2 * 60_000
/** That somebody is there is told this often at most. */
export const tellEvery = 60_000

/** What the server says of how long a session lasts; instants by the server's clock, which the browser's may differ from. */
export interface Terms {
  now: string
  /** If nobody says meanwhile that he is there. */
  ends: string
  /** In any case. */
  expires: string
}

/** The same by the browser's clock, milliseconds. */
export interface Ends {
  ends: number
  /** Nobody can put it off: the shift is over. */
  isLast: boolean
}

export function endsOf(terms: Partial<Terms>, clock: number): Ends | undefined {
  const [now, ends, expires] = [terms.now, terms.ends, terms.expires].map((text) => Date.parse(text ?? ''))
  if (now === undefined || ends === undefined || expires === undefined || Number.isNaN(now + ends + expires)) return undefined
  return { ends: clock + (ends - now), isLast: ends >= expires }
}

/** Whole minutes and seconds that are left, never less than none. */
export const left = (ends: number, clock: number): { minutes: number; seconds: number } => {
  const seconds = Math.max(0, Math.ceil((ends - clock) / 1000))
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 }
}
