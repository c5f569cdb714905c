import { pick, t } from '../i18n/index.svelte.ts'
import type { Alert, Severity } from '../model/alert.ts'
import { isQuiet, noticesOf, readNotices, type NoticeSettings } from '../model/notices.ts'
import { alertPath } from '../model/route.ts'
import { play } from '../ui/sound.ts'
import { clock } from './clock.svelte.ts'
import { router } from './router.svelte.ts'

const stored = 'ltc.notices'
/** A burst is one sound, and a few notices with a last one for the rest. */
const soundEvery = 4_000
const desktopMost = 3

/** What is heard and shown outside the page when alerts come. */
class Notices {
  #heard = 0
  /** When it was last looked whether anything is late. */
  #watched: number | undefined
  settings = $state.raw(readNotices(read()))
  /** The browser plays no sound before the officer has clicked somewhere. */
  blocked = $state(false)
  /** What was last played, for the tests and for whoever wonders. */
  played = $state('')
  readonly quiet = $derived(isQuiet(this.settings, clock.coarse))

  change(settings: NoticeSettings): void {
    this.settings = settings
    try {
      localStorage.setItem(stored, JSON.stringify(settings))
    } catch {
      // Kept until the page is left.
    }
  }

  hear = (news: readonly Alert[]): void => {
    const { sound, desktop } = noticesOf(this.settings, news, Date.now())
    if (sound) void this.sound(sound)
    for (const alert of desktop.slice(0, desktopMost)) this.#show(`${alert.severity} ${pick(alert.title)}`, alert.rule, alert.id)
    if (desktop.length > desktopMost) this.#show(t('notices.more', { count: desktop.length - desktopMost }), '', undefined)
  }

  /** Tells of alerts that nobody has taken in their time, once each; those that were late before the page looked are no news. */
  watch(overdue: readonly Alert[], now: number): void {
    const before = this.#watched
    this.#watched = now
    if (before === undefined) return
    const late = overdue.filter((alert) => alert.dueMs !== undefined && alert.dueMs > before)
    if (late.length === 0) return
    const { sound, desktop } = noticesOf(this.settings, late, Date.now())
    if (sound) void this.sound(sound)
    if (desktop.length > 0) this.#show(t('notices.overdue', { count: desktop.length }), '', desktop[0]?.id)
  }

  forget(): void {
    this.#watched = undefined
  }

  async sound(severity: Severity, now = Date.now()): Promise<void> {
    if (now - this.#heard < soundEvery) return
    this.#heard = now
    this.played = severity
    this.blocked = !(await play(severity))
  }

  async test(severity: Severity): Promise<void> {
    this.blocked = !(await play(severity))
    this.played = severity
  }

  /** Asks the browser for its leave. Returns whether it was given. */
  async permit(): Promise<boolean> {
    return 'Notification' in window && (Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted')
  }

  /** No name and no id of a person: a notice is read by whoever passes the screen. */
  #show(title: string, body: string, id: string | undefined): void {
    if (!('Notification' in window) || Notification.permission !== 'granted') return
    const notice = new Notification(title, { body, tag: id ?? 'ltc-more', lang: document.documentElement.lang, silent: true })
    notice.onclick = () => {
      window.focus()
      if (id) router.go(alertPath(id))
      notice.close()
    }
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(stored)
  } catch {
    return null
  }
}

export const notices = new Notices()
