import { blankControls, plainText } from './plain-text.ts'

/**
 * The lines of a plan as blocks. A small reader of our own: it knows just what plans are made of, tells the
 * line of everything and reads megabytes in one pass. Nothing inside a code fence or a comment counts.
 */
export const readBlocks = (lines: string[]): Block[] => {
  const blocks: Block[] = []
  // An unclosed comment would swallow the rest of the plan: one without an end is taken for text.
  const lastCommentEnd = lines.findLastIndex((line) => line.includes('-->'))
  for (let at = 0; at < lines.length; at += 1) {
    const written = lines[at] ?? ''
    const fence = openFence(written)
    if (fence) {
      const end = endOfFence(lines, at, fence)
      blocks.push(codeBlock(lines, at, end, fence))
      at = end
    } else if (/^\s*<!--/.test(written) && at <= lastCommentEnd) {
      while (!lines[at]?.includes('-->')) at += 1
    } else {
      addLine(blocks, written, at + 1)
    }
  }
  return blocks
}

export type Block =
  | { kind: 'heading'; line: number; depth: number; text: string }
  | {
      kind: 'item'
      line: number
      indent: number
      number: string | null
      box: string | null
      starred: boolean
      text: string
    }
  | { kind: 'text'; line: number; indent: number; text: string }
  | { kind: 'code'; line: number; indent: number; info: string; text: string; closed: boolean }
  | { kind: 'blank' | 'rule'; line: number }

/** No sentence of a plan is longer; a line that is would only cost time. */
const longestLine = 1000

const addLine = (blocks: Block[], written: string, line: number): void => {
  const text = blankControls(written.slice(0, longestLine)).trim()
  const indent = indentOf(written)
  const above = blocks.at(-1)
  const underlined = above?.kind === 'text' && above.line === line - 1 && /^(?:=+|-{3,})$/.test(text)
  if (text === '') blocks.push({ kind: 'blank', line })
  else if (underlined) {
    blocks[blocks.length - 1] = {
      kind: 'heading',
      line: above.line,
      depth: text[0] === '=' ? 1 : 2,
      text: title(above.text),
    }
  } else if (/^(?:(?:- ?){3,}|(?:\* ?){3,}|(?:_ ?){3,})$/.test(text)) blocks.push({ kind: 'rule', line })
  else
    blocks.push(
      heading(text, indent, line) ?? item(text, indent, line) ?? { kind: 'text', line, indent, text },
    )
}

const heading = (text: string, indent: number, line: number): Block | null => {
  const found = /^(#{1,6})\s(.*)$/.exec(text)
  if (!found || indent > 3) return null
  const [, marks = '', rest = ''] = found
  return { kind: 'heading', line, depth: marks.length, text: title(rest) }
}

const title = (text: string): string => plainText(text.replaceAll('**', '')).replace(/ #{1,6}$/, '')

const item = (text: string, indent: number, line: number): Block | null => {
  const found = /^(?:[-*+•]|(\d{1,9})[.)])\s+(\S.*)$/.exec(text)
  if (!found) return null
  const [, number = null, rest = ''] = found
  const boxed = taskBox.exec(rest)
  if (!boxed) return { kind: 'item', line, indent, number, box: null, starred: false, text: rest }
  const [, box = '', star, after = ''] = boxed
  return { kind: 'item', line, indent, number, box: box || ' ', starred: star !== undefined, text: after }
}

/**
 * `[x] text`, with one sign of any kind inside, or none, and maybe a star behind it. A letter or digit is not the state
 * of a task but a mark (`[P]`, `[1]`), and a bracket or colon behind it makes it a link.
 */
const taskBox = /^\[([xX]|[^\p{L}\p{N}\]])?\u{fe0f}?\](\*(?!\*))?(?![([:])\s*(\S.*)$/u

const indentOf = (written: string): number => {
  let indent = 0
  for (const letter of written.slice(0, longestLine)) {
    if (letter === '\t') indent += 4
    else if (letter === ' ') indent += 1
    else break
  }
  return indent
}

interface Fence {
  mark: string
  info: string
}

const openFence = (written: string): Fence | null => {
  const found = /^[ \t]*(`{3,}|~{3,})[ \t]*([^`]*)$/.exec(written.slice(0, longestLine))
  return found ? { mark: found[1] ?? '', info: plainText(found[2] ?? '').toLowerCase() } : null
}

/**
 * Index of the closing line, or the end of the text. Markdown quoted inside a plan often holds fences of the
 * same length; strictly read, the first of them would end the quote and turn the rest of the plan inside out.
 * So fences inside are taken for nested where that leaves every fence closed.
 */
const endOfFence = (lines: string[], start: number, { mark, info }: Fence): number => {
  const nested = findEnd(lines, start, mark, /^(?:md|markdown)\b/.test(info) ? lines.length : deepest)
  return nested < lines.length ? nested : findEnd(lines, start, mark, 0)
}

/** Nobody nests deeper in other than Markdown, and looking for the end of a fence that has none stays cheap. */
const deepest = 3

const findEnd = (lines: string[], start: number, mark: string, mostNested: number): number => {
  let open = 1
  for (let at = start + 1; at < lines.length; at += 1) {
    const other = openFence(lines[at] ?? '')
    if (!other?.mark.startsWith(mark)) continue
    if (other.info === '') open -= 1
    else if (mostNested > 0) open += 1
    if (open === 0) return at
    if (open > mostNested + 1) return lines.length
  }
  return lines.length
}

const codeBlock = (lines: string[], start: number, end: number, { info }: Fence): Block => {
  const indent = indentOf(lines[start] ?? '')
  const inside = lines
    .slice(start + 1, end)
    .map((line) => line.replace(new RegExp(`^[ \\t]{0,${Math.min(indent, 99)}}`), ''))
  return { kind: 'code', line: start + 1, indent, info, text: inside.join('\n'), closed: end < lines.length }
}
