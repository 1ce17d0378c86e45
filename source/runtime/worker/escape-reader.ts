/** What is left of a terminal's language: text, colours, and how a line ends. */
export type Piece =
  | { kind: 'text' | 'colour'; text: string }
  | { kind: 'newline' }
  | { kind: 'return' }
  | { kind: 'tab' }

// C0, DEL, C1, and characters that break lines or turn text around unseen.
const special = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
const colour = /^(?:\d{1,3}(?:[;:]\d{0,3}){0,15})?$/
const longestSequence = 64

export interface EscapeReader {
  read(text: string): Piece[]
  /** A sequence has begun whose end is still to come. */
  isInSequence(): boolean
}

/**
 * Reads program output piece by piece, wherever it is cut. A line end always ends an unfinished sequence, so that
 * a broken one cannot hide the rest of the output.
 */
export function createEscapeReader(): EscapeReader {
  let state: 'ground' | 'escape' | 'csi' | 'string' = 'ground'
  let sequence = ''

  const step = (character: string, pieces: Piece[]) => {
    if (character === '\n') pieces.push({ kind: 'newline' })
    if (character === '\n' || character === '\x18' || character === '\x1a') state = 'ground'
    else if (character === '\x1b') state = 'escape'
    else if (state === 'ground') inGround(character, pieces)
    else if (state === 'escape') afterEscape(character)
    else if (state === 'csi') inSequence(character, pieces)
    else if (character === '\x07' || character === '\x9c') state = 'ground'
  }

  const inGround = (character: string, pieces: Piece[]) => {
    if (character === '\r') pieces.push({ kind: 'return' })
    else if (character === '\t') pieces.push({ kind: 'tab' })
    else if (character === '\x9b') beginSequence()
    else if (/[\x90\x98\x9d-\x9f]/.test(character)) state = 'string'
  }

  const afterEscape = (character: string) => {
    if (character === '[') beginSequence()
    else if (/[\]PX^_]/.test(character)) state = 'string'
    // A character below the blank or an intermediate one does not end the sequence; any other does.
    else if (character > '/') state = 'ground'
  }

  const beginSequence = () => {
    state = 'csi'
    sequence = ''
  }

  const inSequence = (character: string, pieces: Piece[]) => {
    if (character < ' ') return
    if (character < '@') {
      if (sequence.length < longestSequence) sequence += character
      return
    }
    if (character === 'm' && colour.test(sequence)) pieces.push({ kind: 'colour', text: `\x1b[${sequence}m` })
    state = 'ground'
  }

  const read = (text: string) => {
    const pieces: Piece[] = []
    for (let at = 0; at < text.length; ) {
      if (state !== 'ground') {
        step(text.charAt(at++), pieces)
        continue
      }
      special.lastIndex = at
      const end = special.exec(text)?.index ?? text.length
      if (end > at) pieces.push({ kind: 'text', text: text.slice(at, end) })
      if (end < text.length) step(text.charAt(end), pieces)
      at = end + 1
    }
    return pieces
  }
  return { read, isInSequence: () => state !== 'ground' }
}
