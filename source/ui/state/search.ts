import type { Action } from '../keys/action.ts'
import { withLine } from './line.ts'
import { lastTop, overlaySpace } from './overlay-space.ts'
import { withShown } from './pane-terminal.ts'
import { done, flashed } from './reduced.ts'
import type { Reduced, Sheet, Ui, UiContext } from './ui.ts'

/** As much as the host takes. */
const TEXT_LIMIT = 200

const search: Action = {
  name: 'search',
  group: 'text',
  summary: "looks for text in the pane's whole log, or in the open page",
  chords: { keys: ['/'], sheet: ['/'] },
  run: (ui) => {
    if (ui.overlay?.kind === 'help') return done(ui)
    const { head, tail } = ui.prompt
    return done(withLine(ui, '', '', { purpose: 'search', kept: { head, tail } }))
  },
}

/** Enter on the text that is looked for. The line goes back to what it was. */
export function startSearch(ui: Ui, context: UiContext): Reduced {
  const text = (ui.prompt.head + ui.prompt.tail).slice(0, TEXT_LIMIT).toWellFormed()
  const { ui: back } = endSearch(ui)
  if (text.trim() === '') return done(back)
  if (back.overlay?.kind === 'sheet')
    return findIn(back, { ...back.overlay, find: text, found: null }, 'down', context)
  const searches = { ...back.searches, [back.focus]: text }
  // It looks through the text of the pane, so that is what is shown.
  const seen = withShown({ ...back, searches }, back.focus, false)
  return done(seen, { type: 'search', pane: back.focus, text, direction: 'up' })
}

/** Leaves a search that is being typed; the mode is the one in which `/` was pressed. */
export function endSearch(ui: Ui): Reduced {
  const { head, tail } = ui.prompt.kept
  const kept = { head: '', tail: '' }
  return done(withLine(ui, head, tail, { purpose: 'command', kept }))
}

const searchOn: Action = {
  name: 'search-on',
  group: 'text',
  summary: 'the next place: further up in a log, further down in a page',
  chords: { found: ['n'], sheet: ['n'] },
  run: (ui, context) => further(ui, context, true),
}

const searchBack: Action = {
  name: 'search-back',
  group: 'text',
  summary: 'the place before',
  chords: { found: ['N'], sheet: ['N'] },
  run: (ui, context) => further(ui, context, false),
}

function further(ui: Ui, context: UiContext, isOn: boolean): Reduced {
  if (ui.overlay?.kind === 'sheet') return findIn(ui, ui.overlay, isOn ? 'down' : 'up', context)
  const text = ui.searches[ui.focus]
  if (text === undefined || ui.overlay) return done(ui)
  return done(ui, { type: 'search', pane: ui.focus, text, direction: isOn ? 'up' : 'down' })
}

const searchEnd: Action = {
  name: 'search-end',
  group: 'text',
  summary: 'ends the search: its places are not marked any more',
  chords: { found: ['escape'] },
  run: (ui) => {
    const { [ui.focus]: _, ...searches } = ui.searches
    return done({ ...ui, searches })
  },
}

/** The first find is in what is seen or below it, the next ones go on from the last. */
function findIn(ui: Ui, sheet: Sheet, way: 'up' | 'down', { layout }: UiContext): Reduced {
  if (sheet.find === null) return done(ui)
  const wanted = sheet.find.toLowerCase()
  const has = (line: string): boolean => line.toLowerCase().includes(wanted)
  const { lines, found } = sheet
  const from = found ?? (way === 'down' ? sheet.top - 1 : sheet.top)
  const before = lines.slice(0, Math.max(0, from)).findLastIndex(has)
  const after = lines.findIndex((line, index) => index > from && has(line))
  // Round the end, so that no place is missed when the search begins in the middle.
  const next =
    way === 'down'
      ? after === -1
        ? lines.findIndex(has)
        : after
      : before === -1
        ? lines.findLastIndex(has)
        : before
  if (next === -1) return flashed({ ...ui, overlay: sheet }, `'${sheet.find}' is not on this page.`)
  const top = Math.min(next, lastTop(lines, overlaySpace(layout)))
  return done({ ...ui, overlay: { ...sheet, found: next, top } })
}

/** What the host says of a search in a pane. */
export const searched = (ui: Ui, { pane, found }: { pane: string; found: boolean }): Reduced => {
  const text = ui.searches[pane]
  return found || text === undefined ? done(ui) : flashed(ui, `'${text}' was not found any further.`)
}

export const searchActions: Action[] = [search, searchOn, searchBack, searchEnd]
