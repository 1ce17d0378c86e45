import type { Action } from '../keys/action.ts'
import { ghost } from './ghost.ts'
import { withCursor, withLine } from './line.ts'
import { done } from './reduced.ts'
import type { Prompt, Ui } from './ui.ts'

type Place = (prompt: Prompt) => number

const move = (name: string, chords: string[], summary: string, place: Place): Action => ({
  name,
  group: 'line',
  summary,
  chords: { typing: chords },
  run: (ui) => done(withCursor(ui, place(ui.prompt))),
})

/** At the end of the line the way on is the suggestion. */
const moveOn = (name: string, chords: string[], summary: string, place: Place): Action => ({
  ...move(name, chords, summary, place),
  run: (ui, { session }) => {
    if (ui.prompt.tail !== '') return done(withCursor(ui, place(ui.prompt)))
    const rest = ghost(ui, session)
    return done(rest === '' ? ui : withLine(ui, ui.prompt.head + rest, ''))
  },
})

/** Takes out what lies between the cursor and a place; `keeps`: so that it can be put back in. */
const cut = (name: string, chords: string[], summary: string, place: Place, keeps = true): Action => ({
  name,
  group: 'line',
  summary,
  chords: { typing: chords },
  run: (ui) => done(without(ui, place(ui.prompt), keeps)),
})

function without(ui: Ui, place: number, keeps: boolean): Ui {
  const { head, tail } = ui.prompt
  if (place === head.length) return ui
  const line = head + tail
  const gone = line.slice(Math.min(place, head.length), Math.max(place, head.length))
  const killed = keeps ? { killed: gone } : {}
  return place < head.length
    ? withLine(ui, head.slice(0, place), tail, killed)
    : withLine(ui, head, line.slice(place), killed)
}

const start: Place = () => 0
const end: Place = ({ head, tail }) => head.length + tail.length

/** A character as it is seen: a letter with its accents, or an emoji of many parts. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const characterBack: Place = ({ head }) => {
  // A pasted line may be long, and no character is longer than this.
  const near = head.slice(-64)
  const last = [...graphemes.segment(near)].at(-1)?.segment ?? ''
  return head.length - last.length
}

const characterOn: Place = ({ head, tail }) => {
  const [first] = graphemes.segment(tail.slice(0, 64))
  return head.length + (first?.segment.length ?? 0)
}

const wordBack: Place = ({ head }) => /[\p{L}\p{M}\p{N}_]*[^\p{L}\p{M}\p{N}_]*$/u.exec(head)?.index ?? 0

const wordOn: Place = ({ head, tail }) =>
  head.length + (/^[^\p{L}\p{M}\p{N}_]*[\p{L}\p{M}\p{N}_]*/u.exec(tail)?.[0].length ?? 0)

const spaceBack: Place = ({ head }) => /\S*\s*$/u.exec(head)?.index ?? 0

const yank: Action = {
  name: 'yank',
  group: 'line',
  summary: 'puts in what was cut out last',
  chords: { typing: ['ctrl-y'] },
  run: (ui) => {
    const { head, tail, killed } = ui.prompt
    return done(killed === '' ? ui : withLine(ui, head + killed, tail))
  },
}

export const editingActions: Action[] = [
  move('cursor-left', ['left'], 'one character back', characterBack),
  moveOn('cursor-right', ['right'], 'one character on; at the end, takes the suggestion', characterOn),
  move('word-left', ['ctrl-left', 'alt-b'], 'one word back', wordBack),
  move('word-right', ['ctrl-right', 'alt-f'], 'one word on', wordOn),
  move('line-start', ['ctrl-a', 'home'], 'to the start of the line', start),
  moveOn('line-end', ['ctrl-e', 'end'], 'to the end of the line; at the end, takes the suggestion', end),
  cut('delete-back', ['backspace', 'ctrl-h'], 'deletes the character before', characterBack, false),
  cut('delete-on', ['delete', 'ctrl-d'], 'deletes the character after', characterOn, false),
  cut('cut-back', ['ctrl-w'], 'cuts out what is before, up to a space', spaceBack),
  cut('cut-word-back', ['alt-backspace'], 'cuts out the word before', wordBack),
  cut('cut-word', ['alt-d'], 'cuts out the word after', wordOn),
  cut('cut-to-start', ['ctrl-u'], 'cuts out everything before', start),
  cut('cut-to-end', ['ctrl-k'], 'cuts out everything after', end),
  yank,
]
