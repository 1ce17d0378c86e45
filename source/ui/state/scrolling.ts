import type { ScrollMove } from '../../model/screen.ts'
import type { Action } from '../keys/action.ts'
import { moveInOverlay, type Step } from './overlays.ts'
import { done } from './reduced.ts'
import type { Ui, UiContext } from './ui.ts'

/** Moves the focused pane's text, or what lies over it. */
const scrolling = (name: Step, summary: string, chords: Action['chords']): Action => ({
  name,
  group: 'text',
  summary,
  chords,
  run: (ui, context) => {
    if (ui.overlay) return done(moveInOverlay(ui, context, name))
    return done(ui, { type: 'scroll', pane: ui.focus, move: rowsOf(name, ui, context) })
  },
})

function rowsOf(step: Step, { focus }: Ui, { layout }: UiContext): ScrollMove {
  // One row of the old page stays in sight, so that the eye finds its place.
  const body = layout.panes.find(({ pane }) => pane === focus)?.body.height ?? 1
  const page = Math.max(1, body - 1)
  switch (step) {
    case 'line-up':
      return -1
    case 'line-down':
      return 1
    case 'page-up':
      return -page
    case 'page-down':
      return page
    case 'to-start':
      return 'start'
    case 'to-end':
      return 'end'
  }
}

const everyText = (chord: string): Action['chords'] => ({
  typing: [chord],
  keys: [chord],
  sheet: [chord],
  copy: [chord],
})

const underKeys = (chords: string[]): Action['chords'] => ({ keys: chords, sheet: chords, copy: chords })

const inPanes = (chord: string): Action['chords'] => ({ typing: [chord], keys: [chord] })

const overPanes = (chords: string[]): Action['chords'] => ({ sheet: chords, copy: chords, chooser: chords })

export const scrollingActions: Action[] = [
  scrolling('page-up', 'a page up', everyText('pageup')),
  scrolling('page-down', 'a page down', { ...everyText('pagedown'), sheet: ['pagedown', 'space'] }),
  // Names of their own: who wants another key for a row of a pane keeps the arrows in lists.
  { ...scrolling('line-up', 'a row up', inPanes('ctrl-up')), name: 'row-up' },
  { ...scrolling('line-down', 'a row down', inPanes('ctrl-down')), name: 'row-down' },
  scrolling('line-up', 'a line up in what is open', overPanes(['up', 'k', 'ctrl-up'])),
  scrolling('line-down', 'a line down in what is open', overPanes(['down', 'j', 'ctrl-down'])),
  scrolling('to-start', 'to the start', underKeys(['g', 'home'])),
  scrolling('to-end', 'to the end, and follows it', underKeys(['G', 'end'])),
]
