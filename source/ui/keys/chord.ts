import { ok, problem, type Result } from '../../model/result.ts'
import type { Key } from '../state/ui.ts'

/** How a pressed key is written in a key map: 'ctrl-l', 'alt-left', 'shift-tab', 'G', 'space'. */
export function chordOf(key: Key): string {
  if (isText(key)) return key.text === ' ' ? 'space' : key.text
  const name = key.name.toLowerCase()
  const named = SAME[name] ?? name
  if (named.length > 1) return `${modifiers(key)}${key.shift ? 'shift-' : ''}${named}`
  // With Ctrl a terminal sends the same for both cases of a letter; with Alt, caps lock should not matter either.
  return `${modifiers(key)}${named}`
}

/** Whether the key is nothing but text to be put in. */
export const isText = ({ text, ctrl, alt }: Key): boolean =>
  !ctrl && !alt && text !== '' && (text as string) >= ' ' && text !== '\x7f'

/** A chord as a person writes it (`Ctrl+L`, `esc`, `shift-g`), in the form of a key map. */
export function parseChord(text: string): Result<string> {
  const wrong = problem(
    `'${text.slice(0, 40)}' is no key.`,
    "Write it like 'z', 'G', 'f2', 'ctrl-l', 'alt-left' or 'shift-tab'.",
  )
  const held = { ctrl: false, alt: false, shift: false }
  let rest = text.trim()
  for (let found = MODIFIER.exec(rest); found; found = MODIFIER.exec(rest)) {
    held[HELD[(found[1] as string).toLowerCase()] as keyof typeof held] = true
    rest = rest.slice(found[0].length)
  }
  const lower = rest.toLowerCase()
  const named = SAME[lower] ?? lower
  if (NAMED.has(named)) return ok(SENT_AS[`${modifiers(held)}${named}`] ?? chord(held, named))
  if ([...rest].length !== 1 || rest < '!') return wrong
  const letter = held.ctrl || held.alt ? lower : held.shift ? rest.toUpperCase() : rest
  return ok(SENT_AS[`${modifiers(held)}${letter}`] ?? `${modifiers(held)}${letter}`)
}

/** Whether the chord is a character, which a line takes as text. */
export const isCharacter = (chord: string): boolean => [...chord].length === 1 || chord === 'space'

const chord = (held: { ctrl: boolean; alt: boolean; shift: boolean }, named: string): string =>
  `${modifiers(held)}${held.shift ? 'shift-' : ''}${named}`

const modifiers = ({ ctrl, alt }: { ctrl: boolean; alt: boolean }): string =>
  `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}`

const MODIFIER = /^(ctrl|control|alt|meta|option|shift)[-+](?=.)/i

const HELD: Record<string, string> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  alt: 'alt',
  meta: 'alt',
  option: 'alt',
  shift: 'shift',
}

/** Other names of the same key. */
const SAME: Record<string, string> = {
  esc: 'escape',
  return: 'enter',
  pgup: 'pageup',
  pgdn: 'pagedown',
  pgdown: 'pagedown',
  'page-up': 'pageup',
  'page-down': 'pagedown',
  del: 'delete',
  ins: 'insert',
  ' ': 'space',
}

/** A terminal sends one and the same for both. */
const SENT_AS: Record<string, string> = { 'ctrl-i': 'tab', 'ctrl-m': 'enter', 'ctrl-[': 'escape' }

const NAMED = new Set([
  ...['up', 'down', 'left', 'right', 'home', 'end', 'pageup', 'pagedown', 'insert', 'delete'],
  ...['tab', 'enter', 'escape', 'backspace', 'space'],
  ...Array.from({ length: 12 }, (_, index) => `f${index + 1}`),
])
