import type { Block } from './markdown-blocks.ts'

/** An item of a list with all that hangs below it. */
export interface Entry {
  line: number
  indent: number
  number: string | null
  box: string | null
  starred: boolean
  text: string
  details: string[]
  code: { info: string; text: string }[]
}

/** A list with the bold word in front of it (`**Files:**`). Null: a list that stands by itself. */
export interface LabelledList {
  label: string | null
  /** What is said without being an item: after the label, or on the lines just below it. */
  said: { text: string; line: number }[]
  entries: Entry[]
}

/**
 * Sorts the blocks below a heading into lists. `isKnown` names the labels that also count without being bold, `isWork`
 * those whose items may have such labels of their own below them.
 */
export const readLists = (
  blocks: Block[],
  heading: string | null,
  isKnown: (label: string) => boolean,
  isWork: (label: string) => boolean,
): LabelledList[] => {
  const lists: LabelledList[] = [{ label: heading, said: [], entries: [] }]
  let labelIndent = -1
  let entry: Entry | null = null
  let isInline = false
  let afterBlank = false

  const start = (name: string | null, indent: number, inline: LabelledList['said'] = []) => {
    lists.push({ label: name, said: inline, entries: [] })
    labelIndent = indent
    isInline = inline.length > 0
    entry = null
  }
  const startLabelled = ({ name, rest }: Label, line: number, indent: number) =>
    start(name, indent, rest ? [{ text: rest, line }] : [])
  const current = () => lists.at(-1) as LabelledList

  for (const block of blocks) {
    if (block.kind === 'blank') afterBlank = true
    else if (block.kind === 'rule') entry = null
    else if (block.kind === 'item') {
      const label = readLabel(block.text, isKnown)
      const isInner = entry !== null && block.indent > entry.indent
      if (entry && isInner) entry.details.push(block.text)
      else if (label && isKnown(label.name) && (!current().label || labelIndent >= 0)) {
        startLabelled(label, block.line, block.indent)
      } else {
        // `**Goal:** one sentence`, a gap and then a list: the label has had its say, the list is another matter.
        const isOver = isInline && afterBlank && current().entries.length === 0
        if (isOver || labelIndent >= block.indent) start(null, -1)
        entry = newEntry(block)
        current().entries.push(entry)
      }
    } else if (block.kind === 'text') {
      const label = readLabel(block.text, isKnown)
      const { label: above } = current()
      // Formatters move a label to the right when it stands right below a list; no file has a label of its own.
      const isPushed =
        label !== null && above !== null && isKnown(above) && !isWork(above) && isKnown(label.name)
      if (entry && !isPushed && (block.indent > entry.indent || !(afterBlank || label)))
        addText(entry, block.text, afterBlank)
      else if (label) startLabelled(label, block.line, -1)
      else {
        const list = current()
        entry = null
        // A labelled list is over once there is prose after it; what follows belongs to the prose.
        if (list.label !== null && list.entries.length > 0) start('', -1)
        else if (!isInline && (!afterBlank || list.said.length === 0))
          list.said.push({ text: block.text, line: block.line })
      }
    } else if (block.kind === 'code' && entry) {
      if (block.indent > entry.indent || !afterBlank) entry.code.push({ info: block.info, text: block.text })
      else entry = null
    }
    if (block.kind !== 'blank') afterBlank = false
  }
  return lists
}

interface Label {
  name: string
  rest: string
}

const readLabel = (text: string, isKnown: (label: string) => boolean): Label | null => {
  const bold = /^(?:\*\*|__)([^*_:]{1,60})(?::(?:\*\*|__)|(?:\*\*|__)\s?:)\s*(.*)$/.exec(text)
  if (bold) return { name: (bold[1] ?? '').trim(), rest: bold[2] ?? '' }
  const alone = /^(?:\*\*|__)([^*_:]{1,60})(?:\*\*|__)$/.exec(text)
  if (alone) return { name: (alone[1] ?? '').trim(), rest: '' }
  const plain = /^([a-z][a-z ]{1,30}):(?:\s+(.*))?$/i.exec(text)
  return plain && isKnown(plain[1] ?? '') ? { name: (plain[1] ?? '').trim(), rest: plain[2] ?? '' } : null
}

const newEntry = ({ line, indent, number, box, starred, text }: Block & { kind: 'item' }): Entry => ({
  line,
  indent,
  number,
  box,
  starred,
  text,
  details: [],
  code: [],
})

/** A sentence may go on on the next line; after a gap or a nested item it is a remark. */
const addText = (entry: Entry, text: string, afterBlank: boolean): void => {
  if (afterBlank || entry.details.length > 0 || entry.code.length > 0) entry.details.push(text)
  else entry.text = `${entry.text} ${text}`.slice(0, 2000)
}
