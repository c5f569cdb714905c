import type { Alert } from '../model/alert.ts'
import { keyOf, type KeyAction } from '../model/keys.ts'
import { silenceable } from '../model/silence.ts'
import { t } from '../i18n/index.svelte.ts'
import { session } from './session.svelte.ts'
import { triage } from './triage.svelte.ts'

/** What the keys need of the page they act in. */
export interface KeyPlace {
  move(step: number): void
  /** The alert that is acted on; undefined: none. */
  target(): Alert | undefined
  /** What is chosen together: an alert, or those of a group. */
  picked(): readonly string[]
  open(alert: Alert): void
  close(): void
  help(): void
}

/** What a key stands for here and now, for whoever is signed in. */
export const pressed = (event: KeyboardEvent): KeyAction | undefined => keyOf(event, document.querySelector('dialog[open]') !== null, session.may('triage'))

/** Does what a key stands for; anything else is left to the browser. */
export function handleKey(event: KeyboardEvent, place: KeyPlace): void {
  const action = pressed(event)
  if (action === undefined) return
  event.preventDefault()
  const alert = place.target()
  const alerts = triage.alerts.length > 0 ? triage.alerts : alert ? [alert] : []
  perform(action, place, alert, alerts)
}

function perform(action: KeyAction, place: KeyPlace, alert: Alert | undefined, alerts: readonly Alert[]): void {
  switch (action) {
    case 'down':
      return place.move(1)
    case 'up':
      return place.move(-1)
    case 'open':
      return alert && place.open(alert)
    case 'close':
      return place.close()
    case 'pick': {
      const ids = place.picked()
      return triage.choose(ids, !ids.every((id) => triage.chosen.has(id)))
    }
    case 'acknowledge':
    case 'investigate':
      return void triage.quick(action, alerts)
    case 'mine':
      return void triage.assignToMe(alerts)
    case 'end':
      return triage.ask('resolve', alerts)
    case 'silence':
      if (alert && silenceable(alert).length > 0) triage.dialog = { kind: 'silence', alert }
      else triage.say(t('triage.none', { action: t('action.silence') }), true)
      return
    case 'next':
      return void triage.next()
    case 'undo':
      return void triage.undo()
    case 'search':
      return document.querySelector<HTMLElement>('[data-testid="filter-text"]')?.focus()
    case 'help':
      return place.help()
  }
}
