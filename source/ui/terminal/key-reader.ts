import { plainText } from '../../text/plain.ts'
import type { Key } from '../state/ui.ts'
import { keyOfEscape, keyOfText } from './key-names.ts'
import { type Later, later } from './later.ts'

export type Input =
  | { type: 'key'; key: Key }
  /** Bracketed by the terminal: one text, whatever is in it. */
  | { type: 'paste'; text: string }
  /** What the terminal answers to a question, and all that is no key: the whole sequence. */
  | { type: 'reply'; text: string }

export interface KeyReader {
  read: (chunk: Uint8Array | string) => void
  /** Gives up on a sequence that is not complete. */
  close: () => void
}

/**
 * Reads keys from what a terminal in raw mode sends. How the bytes are cut into chunks makes no difference, but for
 * one thing that only time can tell: Escape is a key of its own if nothing follows it at once.
 */
export function createKeyReader(
  /** `bytes`: what the terminal sent for it, as text. */
  onInput: (input: Input, bytes: string) => void,
  wait: Later = later,
): KeyReader {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let pending = ''
  let paste: { parts: string[]; tail: string } | null = null
  let stopWaiting = () => {}

  const readPaste = (text: string) => {
    const all = paste!.tail + text
    const end = all.indexOf(PASTE_END)
    if (end < 0) {
      const held = PASTE_END.length - 1
      paste!.parts.push(all.slice(0, -held))
      paste!.tail = all.slice(-held)
      return ''
    }
    const pasted = paste!.parts.join('') + all.slice(0, end)
    // Some terminals answer in the middle of a long paste, and the screen waits for that answer.
    if (pasted.includes(DRAWN)) onInput({ type: 'reply', text: DRAWN }, DRAWN)
    onInput({ type: 'paste', text: plainText(pasted) }, pasted)
    paste = null
    return all.slice(end + PASTE_END.length)
  }

  const readAll = () => {
    while (pending !== '') {
      if (paste) {
        pending = readPaste(pending)
        continue
      }
      const found = nextInput(pending)
      if (found === null) return
      const bytes = pending.slice(0, found.length)
      pending = pending.slice(found.length)
      if (found.input === 'paste-start') paste = { parts: [], tail: '' }
      else if (found.input) onInput(found.input, bytes)
    }
  }

  const giveUp = () => {
    const { keys, rest } = readUnfinished(pending)
    const bytes = pending.slice(0, pending.length - rest.length)
    for (const key of keys) onInput({ type: 'key', key }, bytes)
    pending = rest
    readAll()
    if (pending !== '') giveUp()
  }

  return {
    read: (chunk) => {
      stopWaiting()
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      // A paste whose end got lost would swallow every key from now on; this one alone gets out of it.
      if (paste && text === CTRL_C) paste = null
      pending += text
      readAll()
      if (pending !== '') stopWaiting = wait(giveUp, isEscapes(pending) ? ESCAPE_ALONE : SEQUENCE_BROKEN)
    },
    close: () => {
      stopWaiting()
      giveUp()
    },
  }
}

const ESC = '\x1b'
const isEscapes = (text: string): boolean => text === ESC || text === ESC + ESC
const CTRL_C = '\x03'
const DRAWN = '\x1b[0n'
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'

/** Milliseconds. A person who types Escape and then a key is slower, a terminal that sends both is much faster. */
const ESCAPE_ALONE = 30
/** The rest of a longer sequence may hang in a slow line, and nobody types its beginning by hand. */
const SEQUENCE_BROKEN = 250

interface Found {
  input: Input | 'paste-start' | null
  length: number
}

/** The first input of the text; null: it is not complete. */
function nextInput(text: string): Found | null {
  if (text[0] !== ESC) {
    const glyph = String.fromCodePoint(text.codePointAt(0)!)
    if (text.length === 1 && /[\ud800-\udbff]/.test(text)) return null
    const key = keyOfText(glyph)
    return { input: key ? { type: 'key', key } : { type: 'reply', text: glyph }, length: glyph.length }
  }
  const second = text[1]
  if (second === undefined) return null
  if (second === ESC) return nextAfterTwoEscapes(text)
  if (second === '[') return nextCsi(text)
  if (second === 'O') return nextSs3(text)
  if (']P_^X'.includes(second)) return nextString(text)
  const rest = nextInput(text.slice(1))
  return rest && withAlt(rest)
}

/** Some terminals send Alt with an arrow as Escape before the arrow's own sequence. */
function nextAfterTwoEscapes(text: string): Found | null {
  const third = text[2]
  if (third === undefined) return null
  if (third === '[' || third === 'O') {
    const rest = nextInput(text.slice(1))
    if (rest === null) return null
    if (rest.input !== null && rest.input !== 'paste-start' && rest.input.type === 'key') return withAlt(rest)
  }
  return found(keyOfText(ESC), 1)
}

// The second form is how a Linux console sends F1 to F5.
const csi = /^\x1b\[(?:\[[A-E]|[0-?]*[ -/]*[@-Z\\-~])/
const unfinishedCsi = /^\x1b\[(?:\[|[0-?]*[ -/]*)$/

function nextCsi(text: string): Found | null {
  const sequence = csi.exec(text)?.[0]
  if (sequence === PASTE_START) return { input: 'paste-start', length: sequence.length }
  if (sequence !== undefined) return foundSequence(sequence)
  if (unfinishedCsi.test(text)) return null
  // Something broke it off: what it had is dropped.
  return found(null, /^\x1b\[\[?[0-?]*[ -/]*/.exec(text)![0].length)
}

function nextSs3(text: string): Found | null {
  if (text.length < 3) return null
  const key = keyOfEscape(text.slice(0, 3))
  // An O with Alt and then something else.
  return key ? found(key, 3) : found(altKey(keyOfText('O')!), 2)
}

/** A string from the terminal goes up to BEL or ESC \. */
function nextString(text: string): Found | null {
  const end = /\x07|\x1b\\/.exec(text)
  return end && foundSequence(text.slice(0, end.index + end[0].length))
}

function foundSequence(sequence: string): Found {
  const key = keyOfEscape(sequence)
  return { input: key ? { type: 'key', key } : { type: 'reply', text: sequence }, length: sequence.length }
}

const found = (key: Key | null, length: number): Found => ({ input: key && { type: 'key', key }, length })

function withAlt({ input, length }: Found): Found {
  if (input === null || input === 'paste-start' || input.type !== 'key') return { input, length: length + 1 }
  return { input: { type: 'key', key: altKey(input.key) }, length: length + 1 }
}

/**
 * What was pressed if nothing more comes: Escape, or Alt with a character that could have begun a sequence. The rest
 * was typed after that.
 */
function readUnfinished(text: string): { keys: Key[]; rest: string } {
  const second = text[1]
  if (text[0] !== ESC) return { keys: [], rest: '' }
  if (second === undefined || second === ESC) return { keys: [keyOfText(ESC)!], rest: text.slice(1) }
  const isSequence = (second === '[' || second === 'O') && text.length > 2
  return { keys: isSequence ? [] : [altKey(keyOfText(second)!)], rest: isSequence ? '' : text.slice(2) }
}

const altKey = (key: Key): Key => ({ ...key, alt: true, text: '' })
