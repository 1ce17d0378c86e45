/** A private key in PEM form. Open: its last line is the last of the text, so more of it may come. */
export interface PrivateKey {
  start: number
  end: number
  isOpen: boolean
}

/** No key begins without it. */
export const keyMark = '-----BEGIN'

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/
// A line of base64, maybe quoted, numbered, indented, commented out, put together with `+` or marked by a diff; or a
// header of the old format.
const body =
  /^(?:[ \t\d|+>"'`:#*-]{0,16}[A-Za-z0-9+/=]{0,200}[\\nr"'`,;)]{0,8}[ \t]{0,8}[+.\\]?[ \t]{0,8}|[A-Z][A-Za-z-]{2,20}: .{0,120})\r?$/
// The same with something else behind it.
const bodyBegin = /^[ \t\d|+>"':-]{0,16}[A-Za-z0-9+/=]{40,200}/
const longestKey = 400

/** Every private key in a text without colours, also those that were broken off. */
export function findPrivateKeys(text: string): PrivateKey[] {
  const keys: PrivateKey[] = []
  if (!text.includes(keyMark)) return keys
  for (const { 0: mark, index } of text.matchAll(begin)) {
    if (index >= (keys.at(-1)?.end ?? 0)) keys.push(readKey(text, index, index + mark.length))
  }
  return keys
}

function readKey(text: string, start: number, afterMark: number): PrivateKey {
  let lineEnd = endOfLine(text, afterMark)
  const rest = text.slice(afterMark, lineEnd)
  const closing = end.exec(rest)
  if (closing) return { start, end: afterMark + closing.index + closing[0].length, isOpen: false }
  // Somebody only speaks of keys: words follow on the line.
  const words = rest.replace(/[\r\\nr"'`+. \t]+$/, '').search(/\s/)
  if (words >= 0) return { start, end: afterMark + words, isOpen: false }
  for (let count = 0; count < longestKey; count++) {
    const lineStart = lineEnd + 1
    if (lineStart >= text.length) return { start, end: lineEnd, isOpen: true }
    const nextEnd = endOfLine(text, lineStart)
    const line = text.slice(lineStart, nextEnd)
    const last = end.exec(line)
    if (last) return { start, end: lineStart + last.index + last[0].length, isOpen: false }
    if (line.length > 400 || !body.test(line)) {
      const begun = bodyBegin.exec(line)
      return { start, end: begun ? lineStart + begun[0].length : lineEnd, isOpen: false }
    }
    lineEnd = nextEnd
  }
  return { start, end: lineEnd, isOpen: false }
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from)
  return found < 0 ? text.length : found
}

const material = /[A-Za-z0-9+/=]{40,}/

/** Whether it is a key and no mere mention of one: `pem.startsWith('-----BEGIN …')`. */
export const holdsKey = (key: string): boolean => material.test(key.replaceAll('\\n', '\n'))
