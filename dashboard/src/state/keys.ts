import type { Alert } from '../model/alert.ts'
import { keyOf, type KeyAction } from '../model/keys.ts'
import { silenceable } from '../model/silence.ts'
import { t } from '../i18n/index.svelte.ts'
import { triage } from './triage.svelte.ts'

/** What the keys need of the page they act in. */
export interface KeyPlace {
  move(step: number): void
  target(): Alert | undefined
  open(alert: Alert): void
  close(): void
  help(): void
}

/** Does what a key stands for; anything else is left to the browser. */
export function handleKey(event: KeyboardEvent, place: KeyPlace): void {
  const action = keyOf(event, document.querySelector('dialog[open]') !== null)
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
    case 'pick':
      return alert && triage.choose([alert.id], !triage.chosen.has(alert.id))
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
