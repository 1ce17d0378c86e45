import { sensible } from '../../commands/suggest.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { KeyMode } from '../keys/action.ts'
import { takesText } from '../state/line.ts'
import type { Ui } from '../state/ui.ts'
import type { Theme } from '../theme.ts'
import { keyFor } from './key-names.ts'
import { fitLine, type Span, spansWidth } from './line.ts'
import type { Model } from './model.ts'
import { partsWithin } from './parts.ts'

/** The last line: the mode, what the keys do in it and which commands make sense now; or what was just said. */
export function hintsLine(model: Model, theme: Theme, width: number): string {
  const { ui } = model
  if (ui.flash !== null) return fitLine(theme, width, { left: [[` ${ui.flash}`, 'accent']] })
  const { completion } = ui.prompt
  if (completion && completion.candidates.length > 1)
    return candidatesLine(completion.candidates, completion.at, theme, width)
  const commands = ui.mode === 'typing' && !ui.overlay ? sensibleHere(model) : []
  const right = commandSpans(commands, theme, width - 26)
  const room = width - spansWidth(theme, right) - 3
  const keys = hintsFor(ui).map(({ mode, action, text, also }, index) => {
    const names = [action, ...(also ?? [])].map((name) => keyFor(model.keys, mode, name, theme.glyphs))
    const known = names.filter((name) => name !== null).join(' ')
    return { text: known === '' ? '' : `${known} ${text}`, role: 'dim' as const, rank: index }
  })
  const badge: Span[] =
    ui.mode !== 'typing' && !ui.overlay ? [[` ${badgeOf(ui, ui.mode)} `, 'inverse'], [' ']] : [[' ']]
  const shown = keys.filter(({ text }) => text !== '')
  const left = partsWithin(theme, shown, room - spansWidth(theme, badge), '   ', { cuts: false })
  return fitLine(theme, width, { left: [...badge, ...left], right: [...right, [' ']] })
}

const BADGES = { keys: 'KEYS', terminal: 'TERMINAL' }

const badgeOf = ({ isReplay }: Ui, mode: keyof typeof BADGES): string => (isReplay ? 'REPLAY' : BADGES[mode])

interface Hint {
  mode: KeyMode
  action: string
  /** Others that are told in the same breath. */
  also?: string[]
  text: string
}

function hintsFor(ui: Ui): Hint[] {
  if (ui.prompt.purpose === 'search') return SEARCH
  if (ui.overlay) return OVERLAY[ui.overlay.kind]
  if (ui.host !== 'here') return takesText(ui) ? GONE_TYPING : GONE
  if (ui.mode === 'typing') return TYPING
  if (ui.mode === 'terminal') return TERMINAL
  const keys = ui.isReplay ? REPLAY : KEYS
  return ui.searches[ui.focus] === undefined ? keys : [...FOUND, ...keys]
}

const hint = (mode: KeyMode, action: string, text: string, also: string[] = []): Hint => ({
  mode,
  action,
  text,
  also,
})

const TYPING = [
  hint('empty', 'next-pane', 'pane'),
  hint('typing', 'keys-mode', 'keys'),
  hint('empty', 'help', 'help'),
]
const TERMINAL = [hint('terminal', 'terminal-back', 'back; every other key goes to the program')]
const KEYS = [
  hint('keys', 'typing-mode', 'type'),
  hint('keys', 'next-pane', 'pane'),
  hint('keys', 'zoom', 'zoom'),
  hint('keys', 'search', 'search'),
  hint('keys', 'copy-mode', 'copy'),
  hint('keys', 'diff', 'diff'),
  hint('keys', 'page-up', 'scroll', ['page-down']),
  hint('keys', 'to-end', 'end'),
  hint('keys', 'help', 'help'),
  hint('keys', 'leave', 'leave'),
]
const REPLAY = [
  hint('replay', 'replay-pause', 'play, pause'),
  hint('replay', 'replay-back', 'step', ['replay-forward']),
  hint('replay', 'replay-slower', 'speed', ['replay-faster']),
  hint('replay', 'replay-last-landing', 'checkpoint', ['replay-next-landing']),
  hint('keys', 'next-pane', 'pane'),
  hint('keys', 'zoom', 'zoom'),
  hint('keys', 'help', 'help'),
  hint('keys', 'leave', 'leave'),
]
const FOUND = [hint('found', 'search-on', 'next', ['search-back']), hint('found', 'search-end', 'end search')]
const SEARCH = [hint('typing', 'submit', 'looks for it'), hint('typing', 'keys-mode', 'back')]
const GONE = [hint('gone', 'restart-host', 'start it again'), hint('gone', 'leave', 'leave')]
const GONE_TYPING = [hint('typing', 'submit', 'start it again'), hint('typing', 'clear-or-leave', 'clear')]
const READING = [
  hint('sheet', 'close', 'close'),
  hint('sheet', 'line-up', 'scroll', ['line-down', 'page-down']),
]
const OVERLAY = {
  help: READING,
  sheet: [...READING, hint('sheet', 'search', 'search'), hint('sheet', 'search-on', 'next')],
  copy: [
    hint('copy', 'copy', 'copy'),
    hint('copy', 'mark', 'mark'),
    hint('copy', 'line-up', 'move', ['line-down']),
    hint('copy', 'mark-all', 'mark all'),
    hint('copy', 'close', 'close'),
  ],
  chooser: [
    hint('chooser', 'open-plan', 'open'),
    hint('chooser', 'line-up', 'choose', ['line-down']),
    hint('chooser', 'leave', 'leave'),
  ],
}

function sensibleHere({ session, ui }: Model): string[] {
  if (session === null || ui.isReplay || ui.host !== 'here' || ui.prompt.purpose === 'search') return []
  return sensible(session, ui.focus === ORCHESTRATOR ? null : ui.focus)
}

/** As many as have room; a command that is cut off could not be typed. */
function commandSpans(commands: string[], theme: Theme, room: number): Span[] {
  const { enter, dot } = theme.glyphs
  const spans = commands.flatMap((command, index): Span[] => [
    [index === 0 ? `${enter} ` : ` ${dot} `, 'dim'],
    [command, index === 0 ? 'key' : 'plain'],
  ])
  if (commands.length === 0 || spansWidth(theme, spans) <= room) return spans
  return commandSpans(commands.slice(0, -1), theme, room)
}

/** The picked one is always in sight. */
function candidatesLine(candidates: string[], at: number, theme: Theme, width: number): string {
  const spans = candidates.map((text, index): Span => [` ${text} `, index === at ? 'inverse' : 'dim'])
  let from = 0
  while (from < at && spansWidth(theme, spans.slice(from, at + 1)) > width - 2) from += 1
  const more: Span = [from > 0 ? theme.glyphs.ellipsis : ' ', 'dim']
  return fitLine(theme, width, { left: [more, ...spans.slice(from)] })
}
