import type { Action, KeyMap, KeyMode } from '../keys/action.ts'
import { chordOf, isText } from '../keys/chord.ts'
import { isEmpty, takesText } from './line.ts'
import type { Key, Ui } from './ui.ts'

/** Whether the key goes to the input field: text for the line, or the Enter that sends it. Every other is an action's. */
export function isForwarded(ui: Ui, key: Key, keys: KeyMap): boolean {
  if (!takesText(ui)) return false
  const action = actionFor(ui, key, keys)
  return isText(key) ? action === undefined : key.name === 'enter' && action?.name === 'submit'
}

export function actionFor(ui: Ui, key: Key, { modes }: KeyMap): Action | undefined {
  const chord = chordOf(key)
  for (const mode of modesOf(ui)) {
    const action = modes[mode].get(chord)
    if (action) return action
  }
  return undefined
}

/** Where the key is asked for, the nearest first. */
function modesOf(ui: Ui): KeyMode[] {
  if (ui.prompt.purpose === 'search') return ['typing']
  if (ui.overlay) return [ui.overlay.kind === 'help' ? 'sheet' : ui.overlay.kind]
  if (ui.host !== 'here') return takesText(ui) ? ['typing'] : ['gone']
  if (ui.mode === 'terminal') return ['terminal']
  if (ui.mode === 'keys') {
    const found: KeyMode[] = ui.searches[ui.focus] === undefined ? [] : ['found']
    return [...found, ...(ui.isReplay ? (['replay'] as const) : []), 'keys']
  }
  return isEmpty(ui) ? ['empty', 'typing'] : ['typing']
}
