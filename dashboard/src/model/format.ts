/** Times are Asia/Shanghai whatever the officer's machine says; the contract's dates are too. */
const zone = 'Asia/Shanghai'

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

function fields(instant: string): Record<string, string> | undefined {
  const ms = Date.parse(instant)
  if (Number.isNaN(ms)) return undefined
  return Object.fromEntries(parts.formatToParts(ms).map((part) => [part.type, part.value]))
}

/** `2026-11-22 18:04:05`, or the text itself when it is no instant. */
export function dateTime(instant: string | undefined): string {
  if (!instant) return ''
  const f = fields(instant)
  return f ? `${f.year}-${f.month}-${f.day} ${f.hour}:${f.minute}:${f.second}` : instant
}

/** `11-22 18:04`, for rows. */
export function shortTime(instant: string | undefined): string {
  if (!instant) return ''
  const f = fields(instant)
  return f ? `${f.month}-${f.day} ${f.hour}:${f.minute}` : instant
}

export type AgeUnit = 'second' | 'minute' | 'hour' | 'day'

/** A length of time in its largest useful unit, rounded down; never negative, as clocks differ. */
export function age(ms: number): { value: number; unit: AgeUnit } {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return { value: seconds, unit: 'second' }
  if (seconds < 3600) return { value: Math.floor(seconds / 60), unit: 'minute' }
  if (seconds < 86_400) return { value: Math.floor(seconds / 3600), unit: 'hour' }
  return { value: Math.floor(seconds / 86_400), unit: 'day' }
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** A number with two decimals at most, one from a hundred on, and no thousands mark; an instant as a time; other text as it stands. */
export function figure(value: number | string | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'number') return instant.test(value) ? dateTime(value) : value
  const places = Math.abs(value) < 100 ? 100 : 10
  return String(Math.round(value * places) / places)
}

/** How often the limit goes into the value, when both are plain numbers; says nothing about direction. */
export function ratio(value: number | string, limit: number | string | undefined): number | undefined {
  const v = Number(value)
  const l = Number(limit)
  if (limit === undefined || value === '' || limit === '' || !Number.isFinite(v) || !Number.isFinite(l) || l <= 0 || v < 0) return undefined
  return v / l
}
