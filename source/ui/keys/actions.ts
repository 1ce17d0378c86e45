import { chooserActions } from '../state/chooser.ts'
import { copyActions } from '../state/copy.ts'
import { editingActions } from '../state/editing.ts'
import { focusActions } from '../state/focus.ts'
import { leaveActions, modeActions } from '../state/modes.ts'
import { paneTerminalActions } from '../state/pane-terminal.ts'
import { replayActions } from '../state/replay.ts'
import { sayActions } from '../state/say.ts'
import { scrollingActions } from '../state/scrolling.ts'
import { searchActions } from '../state/search.ts'
import { sheetActions } from '../state/sheet.ts'
import { typingActions } from '../state/typing.ts'
import type { Action } from './action.ts'

/** Everything a key can do. A new one is one record in one file. */
export const actions: Action[] = [
  ...modeActions,
  ...focusActions,
  ...chooserActions,
  ...scrollingActions,
  ...searchActions,
  ...sheetActions,
  ...sayActions,
  ...paneTerminalActions,
  ...typingActions,
  ...editingActions,
  ...copyActions,
  ...replayActions,
  ...leaveActions,
]
