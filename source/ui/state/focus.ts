import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Action } from '../keys/action.ts'
import { paneTowards, type Way } from './pane-towards.ts'
import { done, flashed } from './reduced.ts'
import type { Reduced, Ui, UiContext } from './ui.ts'

const NUMBERS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

const nextPane: Action = {
  name: 'next-pane',
  group: 'panes',
  summary: 'to the next pane',
  chords: { empty: ['tab'], keys: ['tab'] },
  run: (ui, context) => step(ui, context, 1),
}

const previousPane: Action = {
  name: 'previous-pane',
  group: 'panes',
  summary: 'to the pane before',
  chords: { empty: ['shift-tab'], keys: ['shift-tab'] },
  run: (ui, context) => step(ui, context, -1),
}

const towards = (way: Way, letter: string): Action => ({
  name: `pane-${way}`,
  group: 'panes',
  summary: way === 'left' || way === 'right' ? `to the pane on the ${way}` : `to the pane ${ABOVE[way]}`,
  chords: { typing: [`alt-${way}`], keys: [letter, way, `alt-${way}`] },
  run: (ui, context) => {
    const pane = paneTowards(context.layout, ui.focus, way)
    if (pane !== null) return done(focused(ui, pane))
    // Alone on the screen: the others are there all the same, one after another.
    if (context.layout.panes.length > 1) return done(ui)
    return step(ui, context, way === 'left' || way === 'up' ? -1 : 1)
  },
})

const ABOVE = { up: 'above', down: 'below' }

const numbered: Action = {
  name: 'pane-number',
  group: 'panes',
  summary: 'to the pane of that number',
  chords: {
    typing: NUMBERS.map((digit) => `alt-${digit}`),
    keys: [...NUMBERS, ...NUMBERS.map((digit) => `alt-${digit}`)],
  },
  run: (ui, { panes }, key) => {
    const digit = /\d$/.exec(key.name)?.[0] ?? /\d$/.exec(key.text)?.[0]
    const pane = digit === undefined ? undefined : panes[Number(digit) - 1]
    return done(pane === undefined ? ui : focused(ui, pane))
  },
}

const waitingPane: Action = {
  name: 'waiting-pane',
  group: 'panes',
  summary: 'to the pane that waits for you, and on to the next one',
  chords: { typing: ['alt-w'], keys: ['w', 'alt-w'] },
  run: (ui, { waiting }) => {
    const next = waiting[(waiting.indexOf(ui.focus) + 1) % Math.max(1, waiting.length)]
    return next === undefined ? flashed(ui, 'Nothing waits for you.') : done(focused(ui, next))
  },
}

const zoom: Action = {
  name: 'zoom',
  group: 'panes',
  summary: 'the pane alone on the screen, and back',
  chords: { keys: ['z'] },
  run: (ui) => done({ ...ui, zoom: !ui.zoom }),
}

function step(ui: Ui, { panes }: UiContext, by: 1 | -1): Reduced {
  if (panes.length === 0) return done(ui)
  const at = (Math.max(0, panes.indexOf(ui.focus)) + by + panes.length) % panes.length
  return done(focused(ui, panes[at] as string))
}

/** What would complete the line was found for the pane before. */
const focused = (ui: Ui, focus: string): Ui =>
  ui.prompt.completion ? { ...ui, focus, prompt: { ...ui.prompt, completion: null } } : { ...ui, focus }

/** A pane that is no more cannot be looked at. Before a session is known, the one from last time is kept. */
export const withFocusThere = (ui: Ui, { panes, session }: UiContext): Ui =>
  session === null || ui.focus === ORCHESTRATOR || panes.includes(ui.focus)
    ? ui
    : { ...ui, focus: ORCHESTRATOR }

export const focusActions: Action[] = [
  nextPane,
  previousPane,
  towards('left', 'h'),
  towards('down', 'j'),
  towards('up', 'k'),
  towards('right', 'l'),
  numbered,
  waitingPane,
  zoom,
]
