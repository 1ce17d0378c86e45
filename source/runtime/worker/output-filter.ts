import { sliceColoured, splitColours } from './colours.ts'
import { createEscapeReader, type Piece } from './escape-reader.ts'
import { expandTabs } from './expand-tabs.ts'
import type { Masker } from './mask.ts'
import { longestLine } from './scan-lines.ts'
import { createUnfinished } from './unfinished.ts'
import { createWholeLines } from './whole-lines.ts'

/**
 * Turns the bytes of a program into those of text that is safe to store and to show. Every method returns what is
 * ready; it may be a part of what was pushed, and is good only until the next push.
 */
export interface OutputFilter {
  push(bytes: Uint8Array): Buffer
  /** When nothing has come for a while: the part of the unfinished line that cannot be half a secret. */
  flush(): Buffer
  end(): Buffer
  /** Whether a flush may have something to say. */
  isHolding(): boolean
}

const reset = '\x1b[0m'
const cutMark = ' [line cut]'
const nothing = Buffer.alloc(0)
const newline = 0x0a

/** A line is held until it ends, a private key until its last line: a secret is only known when it is whole. */
export function createOutputFilter(masker: Masker): OutputFilter {
  // A mark of byte order is kept wherever it stands: what passes as bytes keeps it, too.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const reader = createEscapeReader()
  const lines = createWholeLines(masker) // complete, not yet given out
  const unfinished = createUnfinished(longestLine) // bytes of a line nothing of which has been read yet
  let isBetweenLines = true // nothing of the next line has been read, not even half a character
  let line = '' // of the unfinished line what has been read
  let width = 0 // of that line, without colours
  let isCut = false
  let isReturned = false // a carriage return came: what is written next takes the line's place
  let returnedCodes = ''
  let shown = '' // what was already given out of the first line held, as it was given out
  let isFlushed = false

  const accept = (piece: Piece) => {
    isFlushed = false
    if (piece.kind === 'newline') endLine()
    else if (piece.kind === 'return') isReturned = true
    else if (piece.kind === 'colour' && isReturned) keepCode(piece.text)
    else if (piece.kind === 'colour') append(piece.text, 0)
    else if (piece.kind === 'tab') writeText(' '.repeat(8 - (isReturned ? 0 : width % 8)))
    else writeText(piece.text)
  }

  const keepCode = (code: string) => {
    if (returnedCodes.length < 200) returnedCodes += code
  }

  const writeText = (text: string) => {
    if (isReturned) startOver()
    append(text, text.length)
  }

  /** The text before a bare carriage return was overwritten; if some of it is out already, it stays a line. */
  const startOver = () => {
    const codes = returnedCodes
    const carried = line.includes('\x1b') ? reset : ''
    if (shown !== '' && lines.isEmpty()) endLine()
    newLine()
    line = carried + codes
  }

  const append = (text: string, columns: number) => {
    const room = longestLine - line.length
    if (isCut || text.length > room) {
      // A colour code is taken whole or not at all; text as far as it fits.
      if (!isCut && columns > 0) line += text.slice(0, room)
      isCut = true
    } else {
      line += text
      width += columns
    }
  }

  const endLine = () => {
    lines.add(`${wholeLine()}\n`)
    newLine()
  }

  /** A cut line also loses what may be the beginning of a secret that the cut made unrecognisable. */
  const wholeLine = () => {
    if (!isCut) return line + returnedCodes
    const kept = sliceColoured(line, masker.keptLength(splitColours(line).plain))
    return (kept.includes('\x1b') ? kept + reset : kept) + cutMark
  }

  const newLine = () => {
    line = ''
    width = 0
    isCut = false
    isReturned = false
    returnedCodes = ''
  }

  const giveOut = () => {
    const given = lines.take()
    return given.length === 0 ? given : unseen(given)
  }

  /** Masking the whole line may change what was shown of it: then it is said again, in full and masked. */
  const unseen = (given: Buffer) => {
    if (shown === '') return given
    const text = given.toString()
    const rest = text.startsWith(shown) ? text.slice(shown.length) : `\n${text}`
    shown = ''
    return Buffer.from(rest)
  }

  const take = (bytes: Uint8Array) => {
    let at = 0
    if (!unfinished.isEmpty()) {
      at = bytes.indexOf(newline) + 1
      if (at === 0 && hold(bytes)) return nothing
      if (at === 0) at = bytes.length
      takeLines(unfinished.takeWith(bytes.subarray(0, at)))
    }
    takeLines(bytes.subarray(at))
    return giveOut()
  }

  /** Most lines are text and colours: those pass as they are, and what has not ended need not be known before it has. */
  const takeLines = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) {
      if (isBetweenLines) at = lines.addSimple(bytes, at)
      if (at === bytes.length) break
      const end = bytes.indexOf(newline, at) + 1
      if (end === 0 && isBetweenLines && hold(bytes.subarray(at))) break
      at = readLine(bytes, at, end || bytes.length)
    }
  }

  const hold = (bytes: Uint8Array) => {
    const isHeld = unfinished.hasTaken(bytes)
    if (isHeld) isFlushed = false
    return isHeld
  }

  const readLine = (bytes: Uint8Array, from: number, end: number) => {
    const text = decoder.decode(bytes.subarray(from, end), { stream: true })
    if (!(isBetweenLines && text.includes('\t') && addTabbed(text))) read(text)
    isBetweenLines = bytes[end - 1] === newline
    return end
  }

  const readUnfinished = () => {
    if (unfinished.isEmpty()) return
    const begun = unfinished.takeWith(nothing)
    readLine(begun, 0, begun.length)
  }

  /** No line of text, colours and tabs has to be taken apart. False: there is more in it, or it has not ended. */
  const addTabbed = (text: string) => {
    const expanded = Buffer.from(expandTabs(text))
    return lines.addSimple(expanded, 0) === expanded.length
  }

  const read = (text: string) => {
    for (const piece of reader.read(text)) accept(piece)
  }

  return {
    push: take,
    flush: () => {
      readUnfinished()
      isFlushed = true
      if (!lines.isEmpty() || isCut || isReturned) return nothing
      const settled = masker.mask(sliceColoured(line, masker.settledLength(splitColours(line).plain)))
      if (!settled.startsWith(shown)) return nothing
      const rest = settled.slice(shown.length)
      shown = settled
      return Buffer.from(rest)
    },
    end: () => {
      readUnfinished()
      read(decoder.decode())
      // Its place is used again by what is taken below.
      const ready = Buffer.from(giveOut())
      lines.add(wholeLine())
      newLine()
      const rest = lines.takeAll()
      return rest.length === 0 ? ready : Buffer.concat([ready, unseen(rest)])
    },
    isHolding: () => !isFlushed && (line !== '' || !unfinished.isEmpty()),
  }
}
