/** What a unified diff adds to one file. */
export interface AddedLines {
  path: string
  lines: { number: number; text: string }[]
}

/**
 * Reads what `git diff` prints. Lines of a hunk are counted, not guessed from their first characters: a file may hold a
 * diff itself. Diffs of merges (`@@@`) are none of this kind: ask for one against each parent.
 */
export function addedLines(diff: string): AddedLines[] {
  const files: AddedLines[] = []
  let file: AddedLines | undefined
  let number = 0
  let oldLeft = 0
  let newLeft = 0
  for (const line of diff.split('\n')) {
    if (oldLeft > 0 || newLeft > 0) {
      const sign = line[0] ?? ' ' // some tools strip the blank of an empty line
      if (sign === '\\') continue
      if (sign === '+') file?.lines.push({ number, text: line.slice(1) })
      if (sign !== '-') {
        number += 1
        newLeft -= 1
      }
      if (sign !== '+') oldLeft -= 1
      continue
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (hunk) {
      oldLeft = Number(hunk[1] ?? 1)
      number = Number(hunk[2])
      newLeft = Number(hunk[3] ?? 1)
    } else if (line.startsWith('+++ ')) {
      file = { path: pathOf(line.slice(4)), lines: [] }
      files.push(file)
    }
  }
  return files.filter(({ lines }) => lines.length > 0)
}

/** `b/path`, in quotes and with bytes in octal when there is anything unusual in it; a tab ends one with blanks. */
function pathOf(written: string): string {
  const name = written.startsWith('"') ? unquoted(written) : written.replace(/\t.*$/, '')
  return name.replace(/^[a-z]\//, '')
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }

function unquoted(written: string): string {
  const inside = written.slice(1, written.lastIndexOf('"'))
  const bytes = [...inside.matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gsu)].flatMap(([, octal, letter, plain]) =>
    octal
      ? [Number.parseInt(octal, 8)]
      : [...new TextEncoder().encode(plain ?? escapes[letter ?? ''] ?? letter)],
  )
  return new TextDecoder().decode(new Uint8Array(bytes))
}
