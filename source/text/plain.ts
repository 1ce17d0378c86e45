/** Text as a reader sees it: no colours, no sequences, no control characters but the end of a line; tabs are spaces. */
export function plainText(text: string): string {
  if (!special.test(text)) return text
  return text.replace(sequences, '').replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(controls, '')
}

const special = /[^\n -~]/

// CSI sequences, then strings for the terminal up to their end. One that is cut off goes as far as it got.
const sequences =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x9c]*(?:\x1b\\|[\x07\x9c])?/g

// The last ranges turn the direction of text around or end lines in places no terminal does.
const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
