import { findPrivateKeys, keyMark } from '../../checks/secrets/private-keys.ts'
import { splitColours } from './colours.ts'
import type { Masker } from './mask.ts'
import { type Suspect, scanLines } from './scan-lines.ts'

const nothing = Buffer.alloc(0)

/** Lines that have ended, on their way through the masker. */
export interface WholeLines {
  isEmpty(): boolean
  /** Takes lines that are text and colours and nothing else; returns the place behind the last of them. */
  addSimple(bytes: Uint8Array, from: number): number
  /** Takes one line, with its end. */
  add(line: string): void
  /** Gives out what is known not to be half a secret, masked. */
  take(): Buffer
  /** The same with what may be half a private key. */
  takeAll(): Buffer
}

/**
 * Only lines that may hold a secret are made into text and masked, those with the same words in one go: most output has
 * none, and no rule but the one for private keys looks further than a line. The others pass as they came.
 */
export function createWholeLines({ mask, prefilter }: Masker): WholeLines {
  const joined = createJoin()
  let parts: Uint8Array[] = []
  let length = 0
  let suspects: Suspect[] = []

  const addSimple = (bytes: Uint8Array, from: number) => {
    const shift = length - from
    const end = scanLines(bytes, from, prefilter, ({ start, end, ended }) =>
      suspects.push({ start: start + shift, end: end + shift, ended }),
    )
    if (end > from) hold(bytes.subarray(from, end))
    return end
  }

  const hold = (bytes: Uint8Array) => {
    parts.push(bytes)
    length += bytes.length
  }

  const add = (line: string) => {
    const bytes = Buffer.from(line)
    if (addSimple(bytes, 0) < bytes.length) holdUnseen(bytes)
  }

  const holdUnseen = (bytes: Uint8Array) => {
    suspects.push({ start: length, end: length + bytes.length, ended: undefined })
    hold(bytes)
  }

  const takeAll = () => Buffer.from(mask(Buffer.concat(taken().parts).toString()))

  const take = () => {
    const { parts, suspects } = taken()
    const lines = joined(parts)
    const masked: Masked[] = []
    for (const group of Map.groupBy(suspects, ({ ended }) => ended && [...ended].join()).values()) {
      const before = group.map(({ start, end }) => lines.toString('utf8', start, end)).join('')
      if (splitColours(before).plain.includes(keyMark)) return takeBeforeKey(lines, suspects)
      const after = mask(before, group[0]?.ended)
      if (after !== before) masked.push(...changed(group, before, after))
    }
    return masked.length === 0 ? lines : spliced(lines, masked)
  }

  /** Everything held, which then is held no more. */
  const taken = () => {
    const all = { parts, suspects }
    parts = []
    length = 0
    suspects = []
    return all
  }

  const takeBeforeKey = (lines: Buffer, suspects: Suspect[]) => {
    const whole = beforeOpenKey(lines.toString())
    const rest = lines.subarray(Buffer.byteLength(whole))
    // Whoever pushed the bytes may use their place again.
    if (rest.length > 0) holdUnseen(Buffer.from(rest))
    return Buffer.from(mask(whole, endedIn(suspects)))
  }

  return { isEmpty: () => length === 0, addSimple, add, take, takeAll }
}

/** Puts parts together at a place that is used again: a new one for each chunk costs more than what is done with it. */
function createJoin() {
  let place = nothing
  return ([first = nothing, ...others]: Uint8Array[]): Buffer => {
    if (others.length === 0) return Buffer.from(first.buffer, first.byteOffset, first.length)
    const length = others.reduce((sum, part) => sum + part.length, first.length)
    if (length > place.length) place = Buffer.allocUnsafeSlow(2 * length)
    let at = 0
    for (const part of [first, ...others]) {
      place.set(part, at)
      at += part.length
    }
    return place.subarray(0, length)
  }
}

function endedIn(suspects: Suspect[]): Set<number> | undefined {
  if (suspects.some(({ ended }) => ended === undefined)) return
  return new Set(suspects.flatMap(({ ended }) => [...(ended ?? [])]))
}

interface Masked {
  start: number
  end: number
  line: string
}

function changed(lines: Suspect[], before: string, after: string): Masked[] {
  const old = before.split('\n')
  return after.split('\n').flatMap((line, index) => {
    const place = lines[index]
    return place && line !== old[index] ? [{ start: place.start, end: place.end, line: `${line}\n` }] : []
  })
}

/** The lines with those put in that were masked. */
function spliced(lines: Buffer, masked: Masked[]): Buffer {
  const out: Uint8Array[] = []
  let from = 0
  for (const { start, end, line } of masked.toSorted((a, b) => a.start - b.start)) {
    out.push(lines.subarray(from, start), Buffer.from(line))
    from = end
  }
  return Buffer.concat([...out, lines.subarray(from)])
}

/** The lines before a private key that may still go on, and before keys that share a line with it. */
function beforeOpenKey(lines: string): string {
  const { plain } = splitColours(lines)
  const keys = findPrivateKeys(plain)
  if (!keys.at(-1)?.isOpen) return lines
  let start = plain.length
  for (const key of keys.reverse()) {
    if (key.isOpen || key.end > start) start = plain.lastIndexOf('\n', key.start) + 1
  }
  // Counted in lines, which colours do not change.
  const count = plain.slice(0, start).split('\n').length - 1
  return lines
    .split('\n')
    .slice(0, count)
    .map((line) => `${line}\n`)
    .join('')
}
