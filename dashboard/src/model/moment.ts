/** How days and times of day are typed and written: the same in either language, `2026-11-27` and `18:04`, in China's time. */
export type MomentKind = 'day' | 'time' | 'moment'

const two = (n: number): string => String(n).padStart(2, '0')

/** A day as anybody types it (`2026-11-27`, `2026/1/5`, `20260105`, or with the Chinese words for year, month and day), as `yyyy-MM-dd`; undefined: no such day. */
export function readDay(text: string): string | undefined {
  const typed = text.normalize('NFKC').trim()
  const parts = /^(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?$/.exec(typed) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(typed)
  if (!parts) return undefined
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined
}

/** A time of day (`18:04`, `8:05`, `1804`, or with the Chinese words for hour and minute), as `HH:mm`; undefined: no such time. */
export function readTime(text: string): string | undefined {
  const typed = text.normalize('NFKC').trim()
  const parts = /^(\d{1,2})\s*[:.\u70b9\u65f6]\s*(\d{1,2})\s*\u5206?(?:[:.]\d{1,2}(?:\.\d+)?)?$/.exec(typed) ?? /^(\d{1,2})(\d\d)$/.exec(typed) ?? /^(\d{1,2})[\u70b9\u65f6]?()$/.exec(typed)
  if (!parts) return undefined
  const [hour, minute] = [Number(parts[1]), Number(parts[2] || 0)]
  return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : undefined
}

/** Both with a space or a `T` between, as `yyyy-MM-dd HH:mm`; a day alone is its midnight. */
export function readMoment(text: string): string | undefined {
  const typed = text.normalize('NFKC').trim()
  const [, day = '', time = ''] = /^(.*?[\d\u65e5])(?:\s*T\s*|\s+)(\d{1,2}\s*[:.\u70b9\u65f6]?\s*\d{0,2}.*)$/i.exec(typed) ?? [undefined, typed, '00:00']
  const [first, second] = [readDay(day), readTime(time)]
  return first === undefined || second === undefined ? undefined : `${first} ${second}`
}

export const readers: Record<MomentKind, (text: string) => string | undefined> = { day: readDay, time: readTime, moment: readMoment }

/** A day so many days, or so many months, on; the last of a month that has no such day. */
export function stepDay(day: string, days: number, months = 0): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (months !== 0) {
    const wanted = date.getUTCDate()
    date.setUTCDate(1)
    date.setUTCMonth(date.getUTCMonth() + months)
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    date.setUTCDate(Math.min(wanted, last))
  }
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** A time of day so many minutes on, around midnight. */
export function stepTime(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const sum = (((hour * 60 + minute + minutes) % 1440) + 1440) % 1440
  return `${two(Math.floor(sum / 60))}:${two(sum % 60)}`
}

/** The six weeks of a calendar's page, Monday first, with the month of a day in them. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 8)}01`
  const monday = stepDay(first, -((new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7))
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, n) => stepDay(monday, week * 7 + n)))
}
