import { complete } from '../../commands/complete.ts'
import { plainText } from '../../text/plain.ts'
import type { Action } from '../keys/action.ts'
import { isEmpty, takesText, withInserted, withLine } from './line.ts'
import { done, flashed, streamOf } from './reduced.ts'
import { startSearch } from './search.ts'
import type { Reduced, Ui, UiContext, UiEffect } from './ui.ts'

const HISTORY_LIMIT = 500

const submitAction: Action = {
  name: 'submit',
  group: 'line',
  summary: 'sends the line; an empty one does nothing',
  chords: { typing: ['enter'] },
  run: (ui, context) => submit(ui, context),
}

export function submit(ui: Ui, context: UiContext): Reduced {
  if (ui.prompt.purpose === 'search') return startSearch(ui, context)
  // The host may have gone between the key and the line: the command is kept until there is one again.
  if (ui.host !== 'here') return done(ui, { type: 'restart-host' })
  const text = (ui.prompt.head + ui.prompt.tail).trim()
  if (text === '') return done(ui)
  const effects: UiEffect[] = [{ type: 'type', pane: ui.focus, text }]
  // Its answer comes at the end of the pane, so that is where to look now.
  if (ui.anchors[ui.focus]) effects.push({ type: 'scroll', pane: ui.focus, move: 'end' })
  const { lines } = ui.history
  const kept = lines.at(-1) === text ? lines : [...lines, text].slice(-HISTORY_LIMIT)
  return done({ ...withLine(ui, '', ''), history: { lines: kept, at: null, draft: '' } }, ...effects)
}

/** A paste is one text, whatever is in it, and waits for Enter. */
export function paste(ui: Ui, text: string): Reduced {
  const isOpen = takesText(ui) || (ui.overlay === null && ui.host === 'here')
  if (!isOpen) return done(ui)
  const plain = plainText(text.toWellFormed())
  const { head, tail, purpose } = ui.prompt
  if (purpose === 'search') return done(withLine(ui, head + plain.replaceAll('\n', ' '), tail))
  return done({ ...withLine(ui, head + plain, tail), mode: 'typing' })
}

export const insert = (ui: Ui, text: string): Reduced => done(withInserted(ui, text))

/** Earlier lines that begin like the one being written, which comes back after the newest. */
const historyBack: Action = {
  name: 'history-back',
  group: 'line',
  summary: 'an earlier line; on a started one, that begins like it',
  chords: { typing: ['up', 'ctrl-p'] },
  run: (ui) => {
    const { lines, at } = ui.history
    const shown = ui.prompt.head + ui.prompt.tail
    const draft = at === null ? shown : ui.history.draft
    const before = lines.slice(0, at ?? lines.length)
    const found = before.findLastIndex((line) => line.startsWith(draft) && line !== shown)
    return done(found === -1 ? ui : withRecalled(ui, found, draft))
  },
}

const historyOn: Action = {
  name: 'history-on',
  group: 'line',
  summary: 'a later line, at last the one being written',
  chords: { typing: ['down', 'ctrl-n'] },
  run: (ui) => {
    const { lines, at, draft } = ui.history
    if (at === null) return done(ui)
    const shown = ui.prompt.head + ui.prompt.tail
    const found = lines.findIndex((line, index) => index > at && line.startsWith(draft) && line !== shown)
    return done(found === -1 ? withLine(ui, draft, '') : withRecalled(ui, found, draft))
  },
}

const withRecalled = (ui: Ui, at: number, draft: string): Ui => ({
  ...withLine(ui, ui.history.lines[at] ?? '', ''),
  history: { ...ui.history, at, draft },
})

const completeAction: Action = {
  name: 'complete',
  group: 'line',
  summary: 'completes the command, stream or file; again: the next that fits',
  chords: { typing: ['tab'] },
  run: (ui, context) => completed(ui, context, 1),
}

const completeBack: Action = {
  name: 'complete-back',
  group: 'line',
  summary: 'completes with the one before',
  chords: { typing: ['shift-tab'] },
  run: (ui, context) => completed(ui, context, -1),
}

function completed(ui: Ui, { session }: UiContext, step: 1 | -1): Reduced {
  const { completion, head, tail, purpose } = ui.prompt
  if (purpose === 'search' || session === null || isEmpty(ui)) return done(ui)
  const { candidates, from } = completion ?? complete(head, { session, focus: streamOf(ui.focus) })
  if (candidates.length === 0) return flashed(ui, 'Nothing completes this.')
  const next = completion ? completion.at + step : Math.min(0, step)
  const at = (next + candidates.length) % candidates.length
  const line = head.slice(0, from) + candidates[at]
  // With one candidate the next Tab completes what follows it.
  const more = candidates.length > 1 ? { completion: { candidates, at, from } } : {}
  return done(withLine(ui, line, tail, more))
}

export const typingActions: Action[] = [submitAction, historyBack, historyOn, completeAction, completeBack]
