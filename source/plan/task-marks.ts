import { plainText } from './plain-text.ts'

/** What tools write between the id of a task and its text. */
export interface TaskMarks {
  /** `[P]` or `(P)`: may be done beside its neighbours. */
  parallel: boolean
  /** `[US1]`, `[Story: US1]`. */
  story: string | null
  /** The text without marks. */
  title: string
}

export const readMarks = (text: string): TaskMarks => {
  const marks: TaskMarks = { parallel: false, story: null, title: text }
  for (let count = 0; count < mostMarks; count += 1) {
    const [whole, bracketed, rounded] = leading.exec(marks.title) ?? []
    if (whole === undefined) break
    const mark = bracketed ?? rounded ?? ''
    marks.parallel ||= /^p$/i.test(mark)
    marks.story ??= /\b(US-?\d{1,3}(?:\.\d{1,3})?)\b/i.exec(mark)?.[1]?.toUpperCase() ?? null
    marks.title = marks.title.slice(whole.length)
  }
  const [trailing] =
    /\s(?:\*\*)?(?:\[P\]|\(P\))(?:\*\*)?(?=\s|$)/.exec(marks.title.replace(/`[^`]{1,300}`/g, hidden)) ?? []
  if (trailing !== undefined) {
    marks.parallel = true
    marks.title = marks.title.replace(trailing, '')
  }
  return { ...marks, title: plainText(marks.title) || plainText(text) }
}

const mostMarks = 8
/** A link (`[text](address)`) is no mark. */
const leading = /^(?:\*\*)?(?:\[([^\][]{1,80})\](?![([])|\((P)\))(?:\*\*)?\s+(?=\S)/

/** What is quoted marks nothing, and keeps its place. */
const hidden = (quoted: string): string => ' '.repeat(quoted.length).replace(/^ /, '`')
