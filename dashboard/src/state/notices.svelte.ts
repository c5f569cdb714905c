import { pick, t } from '../i18n/index.svelte.ts'
import type { Alert } from '../model/alert.ts'
import { escalatedQuery, newlyEscalated, toldOf, type Told } from '../model/escalation.ts'
import { escalationNotices, isQuiet, noticesOf, readNotices, type NoticeSettings } from '../model/notices.ts'
import { alertPath, withQuery } from '../model/route.ts'
import { play, type Tune } from '../ui/sound.ts'
import { clock } from './clock.svelte.ts'
import { router } from './router.svelte.ts'

const stored = 'ltc.notices'
/** A burst is one sound, and a few notices with a last one for the rest. */
const soundEvery = 4_000
const desktopMost = 3

/** What is heard and shown outside the page when alerts come. */
class Notices {
  #heard = 0
  /** What was late at the last look, and since when the page looks on. */
  #told: Told | undefined
  #since = 0
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
    for (const alert of desktop.slice(0, desktopMost)) this.#show(`${alert.severity} ${pick(alert.title)}`, alert.rule, alert.id, alertPath(alert.id))
    if (desktop.length > desktopMost) this.#show(t('notices.more', { count: desktop.length - desktopMost }), '', 'ltc-more')
  }

  /**
   * Tells of alerts that nobody has taken in their time, once each; those that were late before the page looked are no news.
   * @param supervises They are escalated to whoever is here, who hears of all of them; anybody else of those still to be taken, each by its severity.
   */
  watch(escalated: readonly Alert[], supervises: boolean): void {
    const told = this.#told
    this.#told = toldOf(escalated)
    if (told === undefined) {
      this.#since = Date.now()
      return
    }
    const late = newlyEscalated(escalated, told, this.#since)
    if (supervises) this.#escalated(late)
    else this.#overdue(late.filter((alert) => alert.dueMs !== undefined))
  }

  forget(): void {
    this.#told = undefined
  }

  #escalated(late: readonly Alert[]): void {
    const { sound, desktop } = escalationNotices(this.settings, late, Date.now())
    if (sound) void this.sound('escalated')
    const [first] = desktop
    if (first) this.#show(t('notices.escalated', { count: desktop.length }), '', 'ltc-escalated', desktop.length === 1 ? alertPath(first.id) : withQuery('/', escalatedQuery()))
  }

  #overdue(late: readonly Alert[]): void {
    const { sound, desktop } = noticesOf(this.settings, late, Date.now())
    if (sound) void this.sound(sound)
    const [first] = desktop
    if (first) this.#show(t('notices.overdue', { count: desktop.length }), '', first.id, alertPath(first.id))
  }

  async sound(tune: Tune, now = Date.now()): Promise<void> {
    if (now - this.#heard < soundEvery) return
    this.#heard = now
    this.played = tune
    this.blocked = !(await play(tune))
  }

  async test(tune: Tune): Promise<void> {
    this.blocked = !(await play(tune))
    this.played = tune
  }

  /** Asks the browser for its leave. Returns whether it was given. */
  async permit(): Promise<boolean> {
    return 'Notification' in window && (Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted')
  }

  /** No name and no id of a person: a notice is read by whoever passes the screen. */
  #show(title: string, body: string, tag: string, path?: string): void {
    if (!('Notification' in window) || Notification.permission !== 'granted') return
    const notice = new Notification(title, { body, tag, lang: document.documentElement.lang, silent: true })
    notice.onclick = () => {
      window.focus()
      if (path) router.go(path)
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
