import type { Key } from '../state/ui.ts'
import { createFieldInput } from './field-input.ts'
import { createKeyReader, type Input } from './key-reader.ts'
import type { Later } from './later.ts'

/** The terminal's side; process.stdin is one. */
export interface KeySource {
  on: (event: 'data', listener: (chunk: Uint8Array | string) => void) => unknown
  off: (event: 'data', listener: (chunk: Uint8Array | string) => void) => unknown
  resume: () => unknown
  pause: () => unknown
  setRawMode?: (on: boolean) => unknown
}

export interface KeyGateOptions {
  input: KeySource
  /** `forward`: it goes on to the input field. */
  onKey: (key: Key, bytes: string) => 'taken' | 'forward'
  onPaste: (text: string, bytes: string) => void
  /** False: it answers no question of ours. It then waits in the line of keys, and comes as `onOther`. */
  onReply: (sequence: string) => boolean
  onOther: (bytes: string) => void
  /** False while the input field is being made anew; keys wait. Then call `wake`. */
  isReady: () => boolean
  later?: Later
}

export interface KeyGate {
  /** What the input field reads: one key at a time, never two in a read. */
  stdin: NodeJS.ReadStream
  /** Raw mode on, keys come; and off, when another program gets the terminal. */
  open: () => void
  close: () => void
  wake: () => void
}

/**
 * Stands between the terminal and the screen. An input field that gets several keys in one read takes them for one,
 * and keys that come while React is still busy with the one before act on an old line; so every key gets a turn of the
 * event loop of its own. None is lost, none overtakes another. Replies of the terminal do not wait in that line.
 */
export function createKeyGate(options: KeyGateOptions): KeyGate {
  const { input, onKey, onPaste, onReply, onOther, isReady, later } = options
  const field = createFieldInput()
  const queue: { found: Input; bytes: string }[] = []
  let isScheduled = false
  let isOpen = false

  const schedule = () => {
    if (isScheduled || queue.length === 0) return
    isScheduled = true
    setImmediate(takeOne)
  }

  const takeOne = () => {
    isScheduled = false
    if (!isReady()) return
    const next = queue.shift()
    if (next) hand(next.found, next.bytes)
    schedule()
  }

  const hand = (found: Input, bytes: string) => {
    if (found.type === 'paste') onPaste(found.text, bytes)
    else if (found.type === 'reply') onOther(bytes)
    else if (onKey(found.key, bytes) === 'forward') field.push(bytesOf(found.key))
  }

  const reader = createKeyReader((found, bytes) => {
    if (found.type === 'reply' && onReply(found.text)) return
    queue.push({ found, bytes })
    schedule()
  }, later)

  return {
    stdin: field.stdin,
    open: () => {
      if (isOpen) return
      isOpen = true
      input.setRawMode?.(true)
      input.on('data', reader.read)
      input.resume()
    },
    close: () => {
      if (!isOpen) return
      isOpen = false
      input.off('data', reader.read)
      input.pause()
      input.setRawMode?.(false)
      reader.close()
    },
    wake: schedule,
  }
}

const bytesOf = (key: Key): string => key.text || (namedBytes[key.name] ?? '')

const namedBytes: Record<string, string> = { enter: '\r', tab: '\t', backspace: '\x7f' }
