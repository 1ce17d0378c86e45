/** The new lines of every file in a unified diff of git's, by the file's new path. */
export const changedLines = (diff: string): Map<string, number[]> => {
  const changed = new Map<string, number[]>()
  let lines: number[] | undefined
  let next = 0
  let oldLeft = 0
  let newLeft = 0
  for (const row of diff.split('\n')) {
    // By the counts and not by what a line looks like: an added line may itself look like the head of a file.
    if (oldLeft > 0 || newLeft > 0) {
      const kind = row[0] ?? ' '
      if (kind === '\\') continue
      if (kind === '+') lines?.push(next)
      if (kind !== '+') oldLeft -= 1
      if (kind !== '-') {
        newLeft -= 1
        next += 1
      }
      continue
    }
    if (row.startsWith('diff --git ')) lines = undefined
    else if (row.startsWith('+++ ')) {
      const path = newPath(row.slice(4))
      lines = path === undefined ? undefined : (changed.get(path) ?? [])
      if (path !== undefined && lines) changed.set(path, lines)
    } else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(row)
      if (!hunk) continue
      oldLeft = Number(hunk[1] ?? 1)
      next = Number(hunk[2])
      newLeft = Number(hunk[3] ?? 1)
    }
  }
  return changed
}

/** `b/path`, with git's quotes around anything unusual and a tab behind a path with spaces; nothing for a deleted file. */
const newPath = (text: string): string | undefined => {
  const trimmed = text.replace(/\t?\r?$/, '')
  const path = trimmed.startsWith('"') ? unquoted(trimmed.slice(1, -1)) : trimmed
  return path === '/dev/null' ? undefined : path.replace(/^b\//, '')
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }

/** Git writes bytes above ASCII in octal. */
const unquoted = (text: string): string => {
  const bytes = text.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    /^\d/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  )
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
}
