// CSI and string sequences first, so that their letters go with them; then every control character that is left.
const sequences = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x9c]*/g
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Text from outside without terminal sequences, control characters and characters that turn text around. */
export const plainText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(sequences, '').replace(controls, '')

/** The same on one line, at most `length` characters long. */
export function oneLine(text: string, length: number): string {
  const line = plainText(text).replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
