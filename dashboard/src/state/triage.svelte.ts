import { allowedActions, noteRequired, type Alert, type TriageAction } from '../model/alert.ts'
import { conflictIsOurs } from '../model/triage.ts'
import { alertPath } from '../model/route.ts'
import { t, word } from '../i18n/index.svelte.ts'
import { shortTime } from '../model/format.ts'
import { api, type TriageBody, type TriageResult } from '../net/api.ts'
import { reason } from '../ui/reason.ts'
import { board } from './board.svelte.ts'
import { router } from './router.svelte.ts'
import { session } from './session.svelte.ts'

type Dialog = { kind: 'triage'; action: TriageAction; alerts: readonly Alert[] } | { kind: 'silence'; alert: Alert }

interface Toast {
  text: string
  bad: boolean
  /** What the officer may still take back, each as it stands since. */
  undo?: readonly { id: string; seq: number }[]
}

/** How long a change can be taken back; the server allows a little more, for the way there. */
export const undoFor = 10_000
const toastFor = 8_000

/** What an officer does with alerts: one, or all that are chosen. */
class TriageDesk {
  #acting: Promise<unknown> = Promise.resolve()
  /** Who left a dialog open when the session ended by itself, with what he saw then. */
  #asked = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  dialog = $state.raw<Dialog | undefined>(undefined)
  toast = $state.raw<Toast | undefined>(undefined)
  busy = $state(false)
  chosen = $state.raw<ReadonlySet<string>>(new Set())
  readonly alerts = $derived([...this.chosen].map(board.find).filter((alert): alert is Alert => alert !== undefined))

  choose(ids: readonly string[], on: boolean): void {
    const next = new Set(this.chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    this.chosen = next
  }

  clear(): void {
    this.chosen = new Set()
  }

  /** The session is over. What was being written is written on by the same officer, who sees the same; nobody else sees what it was about. */
  leave(): void {
    this.clear()
    this.dismissToast()
    this.#asked = session.left ? '' : session.standing
  }

  /** Somebody is in. */
  begin(): void {
    if (session.standing !== this.#asked) this.dialog = undefined
  }

  /** Opens the dialog of an action for those of the alerts that it can change; without any it says so. */
  ask(action: TriageAction, alerts: readonly Alert[]): void {
    const able = alerts.filter((alert) => allowedActions(alert).includes(action))
    if (able.length === 0) this.say(t('triage.none', { action: t(`action.${action}`) }), true)
    else this.dialog = { kind: 'triage', action, alerts: able }
  }

  /** Does at once what needs no word of explanation. */
  async quick(action: TriageAction, alerts: readonly Alert[], body: TriageBody = {}): Promise<void> {
    if (noteRequired(action)) throw new Error(`${action} needs a note.`)
    const able = alerts.filter((alert) => allowedActions(alert).includes(action))
    if (able.length === 0) this.say(t('triage.none', { action: t(`action.${action}`) }), true)
    else await this.act(action, able, body)
  }

  /** Returns why nothing could be sent; undefined: it was sent, and the board says what came of it. */
  act(action: TriageAction, alerts: readonly Alert[], body: TriageBody): Promise<string | undefined> {
    if (this.busy) return Promise.resolve(undefined)
    const acting = this.#send(action, alerts, body)
    this.#acting = acting
    return acting
  }

  async #send(action: TriageAction, alerts: readonly Alert[], body: TriageBody): Promise<string | undefined> {
    this.busy = true
    try {
      let results = await api.triage(alerts, action, body)
      // The engine has found more about an alert that is otherwise as it was seen: whoever takes it takes it all the same.
      const again = results.filter((result) => result.status === 'conflict' && conflictIsOurs(action, result.alert)).map((result) => result.alert!)
      if (again.length > 0) results = [...results.filter((result) => !again.some((alert) => alert.id === result.id)), ...(await api.triage(again, action, body))]
      this.#settle(action, results)
      return undefined
    } catch (error) {
      this.say(t('triage.failed', { reason: reason(error) }), true)
      return reason(error)
    } finally {
      this.busy = false
    }
  }

  async undo(): Promise<void> {
    // The stream may show a change before its own answer is here; who takes it back then means it all the same.
    await this.#acting
    const items = this.toast?.undo
    if (!items || this.busy) return
    this.busy = true
    try {
      const results = await api.triage(items, 'undo', {})
      board.merge(results.flatMap((result) => (result.alert ? [result.alert] : [])), false)
      const done = results.filter((result) => result.status === 'done').length
      this.say(done === items.length ? t('triage.undone', { count: done }) : t('triage.undoneSome', { count: done, lost: items.length - done }), done < items.length)
    } catch (error) {
      this.say(t('triage.failed', { reason: reason(error) }), true)
    } finally {
      this.busy = false
    }
  }

  /** Takes the most urgent alert under the filter that nobody holds, and opens it. */
  async next(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      const alert = await api.next(board.ask({ ...board.filter, assignee: [], status: [] }))
      if (!alert) {
        this.say(t('triage.noneWaiting'), false)
        return
      }
      board.merge([alert], false)
      this.say(t('triage.taken', { rule: alert.rule }), false, [alert])
      router.go(alertPath(alert.id))
    } catch (error) {
      this.say(t('triage.failed', { reason: reason(error) }), true)
    } finally {
      this.busy = false
    }
  }

  assignToMe(alerts: readonly Alert[]): Promise<void> {
    return this.quick('assign', alerts, { assignee: session.user })
  }

  say(text: string, bad: boolean, undo?: readonly { id: string; seq: number }[]): void {
    clearTimeout(this.#timer)
    this.toast = undo ? { text, bad, undo: undo.map(({ id, seq }) => ({ id, seq })) } : { text, bad }
    this.#timer = setTimeout(() => (this.toast = undefined), undo ? undoFor : toastFor)
  }

  dismissToast(): void {
    clearTimeout(this.#timer)
    this.toast = undefined
  }

  #settle(action: TriageAction, results: readonly TriageResult[]): void {
    board.merge(results.flatMap((result) => (result.alert ? [result.alert] : [])), false)
    const done = results.flatMap((result) => (result.status === 'done' && result.alert ? [result.alert] : []))
    const lost = results.filter((result) => result.status !== 'done')
    this.choose(done.map((alert) => alert.id), false)
    const verb = t(`action.${action}`)
    if (lost.length === 0) this.say(done.length === 1 ? t('triage.done', { action: verb }) : t('triage.doneMany', { action: verb, count: done.length }), false, done)
    else if (lost.length === 1 && done.length === 0) this.say(conflictText(lost[0]?.alert), true)
    else this.say(t('triage.doneSome', { action: verb, count: done.length, lost: lost.length }), true, done.length > 0 ? done : undefined)
  }
}

/** Who was quicker, and with what. */
function conflictText(alert: Alert | undefined): string {
  if (!alert?.by || !alert.action) return t('triage.conflict')
  const by = alert.by === 'system' ? t('history.system') : alert.by
  return t('triage.conflictBy', { by, action: word('action', alert.action), time: shortTime(alert.changedAt) })
}

export const triage = new TriageDesk()
