/** The head of a Markdown file between two lines of `---`, as far as plans use it: words and lists of words. */
export interface Frontmatter {
  /** The line of the first `---`. */
  line: number
  /** The line behind the second. */
  bodyLine: number
  fields: Map<string, { values: string[]; line: number }>
}

/** Every head in a text: plans that were put one behind the other into a file have one each. */
export const readFrontmatters = (lines: string[]): Frontmatter[] => {
  const found: Frontmatter[] = []
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at]?.trim() !== '---' || !aField.test(lines[at + 1] ?? '')) continue
    const end = endOf(lines, at + 1)
    if (end === null) continue
    found.push({ line: at + 1, bodyLine: end + 2, fields: readFields(lines, at + 1, end) })
    at = end
  }
  return found
}

const aField = /^([A-Za-z][\w-]{0,60}):(?:\s+(.*))?$/

/** Heads are short; a rule in a text is none because no such line follows soon. */
const longest = 400

const endOf = (lines: string[], from: number): number | null => {
  for (let at = from; at < Math.min(lines.length, from + longest); at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '---') return at
    if (line !== '' && !/^[\s#-]/.test(line) && !/^[\w-]{1,60}:/.test(line)) return null
  }
  return null
}

const readFields = (lines: string[], from: number, end: number): Frontmatter['fields'] => {
  const fields: Frontmatter['fields'] = new Map()
  let current: { values: string[]; line: number } | null = null
  for (let at = from; at < end; at += 1) {
    const line = (lines[at] ?? '').slice(0, 2000)
    const field = aField.exec(line)
    const item = /^\s{0,8}-\s+(.*)$/.exec(line)
    if (field) {
      current = { values: valuesOf(field[2] ?? ''), line: at + 1 }
      fields.set((field[1] ?? '').toLowerCase(), current)
    } else if (item && current) current.values.push(...valuesOf(item[1] ?? ''))
  }
  return fields
}

/** `word`, `"word"`, `[one, "two"]`, with a remark behind it. */
const valuesOf = (written: string): string[] => {
  const text = written.replace(/(?:^|\s)#.*$/, '').trim()
  const list = /^\[(.*)\]$/.exec(text)
  return (list ? (list[1] ?? '').split(',') : [text]).map(unquoted).filter((word) => word !== '')
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2')
