import type { Readings } from '../model/pinyin.ts'
import { chosenByTyping } from '../model/typing.ts'
import { i18n } from '../i18n/index.svelte.ts'
import { pinyin } from './pinyin.svelte.ts'

/** What was typed in one list without a longer pause, as browsers count it for the letters they know. */
const pause = 1_000
let typed = ''
let last = 0
let where: HTMLSelectElement | undefined

/** Letters typed in a closed list choose by pinyin, wherever the list stands. */
export function typeInLists(event: KeyboardEvent): void {
  const list = event.target
  if (!(list instanceof HTMLSelectElement) || i18n.locale !== 'zh' || event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/i.test(event.key)) return
  if (list !== where || event.timeStamp - last > pause) typed = ''
  where = list
  last = event.timeStamp
  typed += event.key.toLowerCase()
  // The first letters that anybody types wait for the table; the browser knows no characters by them in the meantime.
  if (pinyin.readings === undefined) return void pinyin.load().then(() => pinyin.readings && list === where && choose(list, typed, pinyin.readings))
  if (choose(list, typed, pinyin.readings)) event.preventDefault()
}

/** Returns whether an option is meant, which is then chosen. */
function choose(list: HTMLSelectElement, letters: string, readings: Readings): boolean {
  const options = [...list.options]
  const index = chosenByTyping(options.map((option) => option.label.trim()), list.selectedIndex, letters, readings)
  if (index === undefined || options[index]?.disabled) return false
  if (index === list.selectedIndex) return true
  list.selectedIndex = index
  list.dispatchEvent(new Event('input', { bubbles: true }))
  list.dispatchEvent(new Event('change', { bubbles: true }))
  return true
}
