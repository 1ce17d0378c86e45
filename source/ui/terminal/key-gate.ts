import { isText } from '../keys/chord.ts'
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
  /** It goes to the input field and nowhere else. Is asked as often as it pleases. */
  isForwarded: (key: Key) => boolean
  onKey: (key: Key, bytes: string) => void
  onPaste: (text: string, bytes: string) => void
  /** False: it answers no question of ours. It then waits in the line of keys, and comes as `onOther`. */
  onReply: (sequence: string) => boolean
  onOther: (bytes: string) => void
  /** False while the input field is being made anew; keys wait. Then call `wake`. */
  isReady: () => boolean
  later?: Later
}

export interface KeyGate {
  /** What the input field reads: some text or one other key at a time. */
  stdin: NodeJS.ReadStream
  /** Raw mode on, keys come; and off, when another program gets the terminal. */
  open: () => void
  close: () => void
  wake: () => void
}

interface Waiting {
  found: Input
  bytes: string
}

/**
 * Stands between the terminal and the screen. An input field that gets several keys in one read takes them for one,
 * and keys that come while React is still busy with the one before act on an old line; so every key gets a turn of the
 * event loop of its own. For text one key is right: what waits of it is one text, for which the line is drawn once.
 * None is lost, none overtakes another. Replies of the terminal do not wait in that line.
 */
export function createKeyGate(options: KeyGateOptions): KeyGate {
  const { input, isForwarded, onKey, onPaste, onReply, onOther, isReady, later } = options
  const field = createFieldInput()
  const queue: Waiting[] = []
  let isScheduled = false
  let isOpen = false

  const schedule = () => {
    if (isScheduled || queue.length === 0) return
    isScheduled = true
    setImmediate(take)
  }

  const take = () => {
    isScheduled = false
    if (!isReady()) return
    const text = takeText()
    const next = text === '' ? queue.shift() : undefined
    if (text !== '') field.push(text)
    else if (next) hand(next.found, next.bytes)
    schedule()
  }

  /** A key that is an action on the empty line ends it, and is asked about anew when the line is not empty any more. */
  const takeText = (): string => {
    const isOther = ({ found }: Waiting) =>
      found.type !== 'key' || !isText(found.key) || !isForwarded(found.key)
    const end = queue.findIndex(isOther)
    return queue
      .splice(0, end === -1 ? queue.length : end)
      .map(({ bytes }) => bytes)
      .join('')
  }

  const hand = (found: Input, bytes: string) => {
    if (found.type === 'paste') onPaste(found.text, bytes)
    else if (found.type === 'reply') onOther(bytes)
    else if (isForwarded(found.key)) field.push(bytesOf(found.key))
    else onKey(found.key, bytes)
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
