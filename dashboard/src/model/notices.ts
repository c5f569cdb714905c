import { severities, type Alert, type Severity } from './alert.ts'

/** How one severity makes itself heard on this machine. */
export interface Channel {
  sound: boolean
  desktop: boolean
}

/** Of this machine, not of the officer: what one room can bear another cannot. */
export interface NoticeSettings {
  channels: Record<Severity, Channel>
  /** Of what nobody took in its time, for whoever is told of it: however grave it is. */
  escalated: Channel
  /** Silent until this instant, in milliseconds; 0: not. */
  mutedUntil: number
  /** Silent from one time of day to another, in China, `HH:mm`; absent: never. From a later to an earlier one is over midnight. */
  quiet?: { from: string; to: string }
}

export const defaultNotices: NoticeSettings = {
  channels: { P1: { sound: true, desktop: false }, P2: { sound: false, desktop: false }, P3: { sound: false, desktop: false }, P4: { sound: false, desktop: false } },
  escalated: { sound: true, desktop: false },
  mutedUntil: 0,
}

const time = /^([01]\d|2[0-3]):[0-5]\d$/

/** Settings as they were stored; what is not understood is as it is for everybody. */
export function readNotices(text: string | null): NoticeSettings {
  try {
    const stored = JSON.parse(text ?? 'null') as Partial<NoticeSettings> | null
    if (typeof stored !== 'object' || stored === null) return defaultNotices
    const channel = (usual: Channel, given: Partial<Channel> | undefined): Channel => {
      const { sound, desktop } = { ...usual, ...given }
      return { sound: sound === true, desktop: desktop === true }
    }
    const channels = Object.fromEntries(
      severities.map((severity) => [severity, channel(defaultNotices.channels[severity], stored.channels?.[severity])]),
    ) as Record<Severity, Channel>
    const quiet = stored.quiet
    return {
      channels,
      escalated: channel(defaultNotices.escalated, stored.escalated),
      mutedUntil: typeof stored.mutedUntil === 'number' ? stored.mutedUntil : 0,
      ...(quiet && time.test(quiet.from) && time.test(quiet.to) && quiet.from !== quiet.to ? { quiet } : {}),
    }
  } catch {
    return defaultNotices
  }
}

/** Whether nothing is to be heard at an instant. */
export function isQuiet(settings: NoticeSettings, now: number): boolean {
  if (now < settings.mutedUntil) return true
  if (!settings.quiet) return false
  const { from, to } = settings.quiet
  const at = new Date(now + 8 * 3_600_000).toISOString().slice(11, 16)
  return from < to ? at >= from && at < to : at >= from || at < to
}

/** What is to be done about alerts that have just come: one sound, for the gravest, and the alerts to show on the desktop. */
export function noticesOf(settings: NoticeSettings, news: readonly Alert[], now: number): { sound: Severity | undefined; desktop: Alert[] } {
  if (isQuiet(settings, now)) return { sound: undefined, desktop: [] }
  const channel = (alert: Alert): Channel | undefined => settings.channels[alert.severity]
  return {
    sound: severities.find((severity) => news.some((alert) => alert.severity === severity && channel(alert)?.sound)),
    desktop: news.filter((alert) => channel(alert)?.desktop),
  }
}

/** The same for whoever is told of what nobody took in its time, and of how grave it is only by its words. */
export function escalationNotices(settings: NoticeSettings, escalated: readonly Alert[], now: number): { sound: boolean; desktop: readonly Alert[] } {
  const heard = escalated.length > 0 && !isQuiet(settings, now)
  return { sound: heard && settings.escalated.sound, desktop: heard && settings.escalated.desktop ? escalated : [] }
}
