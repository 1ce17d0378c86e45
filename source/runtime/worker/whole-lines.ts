import { findPrivateKeys, keyMark } from '../../checks/secrets/private-keys.ts'
import { splitColours } from './colours.ts'
import type { Masker } from './mask.ts'
import { scanLines } from './scan-lines.ts'

/** Lines that have ended, on their way through the masker. */
export interface WholeLines {
  isEmpty(): boolean
  /** Takes lines that are text and colours and nothing else; returns the place behind the last of them. */
  addSimple(text: string, from: number): number
  /** Takes one line, with its end. */
  add(line: string): void
  /** Gives out what is known not to be half a secret, masked. */
  take(): string
  /** The same with what may be half a private key. */
  takeAll(): string
}

/**
 * Only lines that may hold a secret are masked, all of them in one go: most output has none, and no rule but the one
 * for private keys looks further than a line.
 */
export function createWholeLines({ mask, prefilter }: Masker): WholeLines {
  let lines = ''
  let suspects: { start: number; end: number }[] = []

  const addSimple = (text: string, from: number) => {
    const shift = lines.length - from
    const end = scanLines(text, from, prefilter, (start, lineEnd) =>
      suspects.push({ start: start + shift, end: lineEnd + shift }),
    )
    lines += text.slice(from, end)
    return end
  }

  const add = (line: string) => {
    if (addSimple(line, 0) === line.length) return
    suspects.push({ start: lines.length, end: lines.length + line.length })
    lines += line
  }

  const takeAll = () => {
    const taken = lines
    lines = ''
    suspects = []
    return mask(taken)
  }

  const take = () => {
    if (suspects.length === 0) {
      const taken = lines
      lines = ''
      return taken
    }
    const looked = suspects.map(({ start, end }) => lines.slice(start, end)).join('')
    if (splitColours(looked).plain.includes(keyMark)) return takeBeforeKey()
    const masked = mask(looked)
    const taken = masked === looked ? lines : spliced(masked.split('\n'))
    lines = ''
    suspects = []
    return taken
  }

  const spliced = (masked: string[]) => {
    let out = ''
    let from = 0
    for (const [index, { start, end }] of suspects.entries()) {
      out += `${lines.slice(from, start)}${masked[index]}\n`
      from = end
    }
    return out + lines.slice(from)
  }

  const takeBeforeKey = () => {
    const whole = beforeOpenKey(lines)
    lines = lines.slice(whole.length)
    suspects = lines === '' ? [] : [{ start: 0, end: lines.length }]
    return whole === '' ? '' : mask(whole)
  }

  return { isEmpty: () => lines === '', addSimple, add, take, takeAll }
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
