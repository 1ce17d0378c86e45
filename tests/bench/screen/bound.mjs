// bound.mjs PANES PROGRAM ARGS…: the least that a screen of this kind costs. Painted panes with a row diff and a line to
// type in, nothing else: no Ink, no host, no history. The program runs once for each pane, the pane's name its last word.
import { spawn } from 'node:child_process'

const [, , panes, program, ...args] = process.argv
const PROMPT = 'bound > '
const FRAME = 33
/** A line this slow to answer gets fewer rows at once, so that a key does not wait behind many. */
const SLOW = 40
const SLOW_ROWS = 6

const { columns, rows } = process.stdout
const across = 3
const width = Math.floor(columns / across) - 1
const height = Math.floor((rows - 1) / Math.ceil(panes / across))
const shown = new Map()
let typed = ''
/** The beginning of an answer whose end is still to come. */
let rest = ''
let timer = null
let asked = null
let isSlow = false

const all = Array.from({ length: Number(panes) }, (_, index) => ({
  x: (index % across) * (width + 1) + 1,
  y: Math.floor(index / across) * height + 1,
  tail: '',
  isDirty: false,
}))

for (const [index, pane] of all.entries()) {
  const child = spawn(program, [...args, `pane-${index + 1}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.setEncoding('utf8').on('data', (text) => {
    pane.tail = lastLines(text.length > 20_000 ? text : pane.tail + text)
    pane.isDirty = true
    schedule()
  })
}

/** As much of the end as the pane shows. */
function lastLines(text) {
  let from = text.length - 1
  for (let left = height; left > 0 && from > 0; left -= 1) from = text.lastIndexOf('\n', from - 1)
  return text.slice(from + 1)
}

function schedule() {
  if (timer === null && asked === null) timer = setTimeout(paint, FRAME)
}

function paint() {
  timer = null
  let out = ''
  let left = isSlow ? SLOW_ROWS : Number.POSITIVE_INFINITY
  for (const pane of all) {
    if (!pane.isDirty) continue
    const lines = pane.tail.split('\n').slice(-height - 1)
    pane.isDirty = false
    for (let row = 0; row < height && !pane.isDirty; row += 1) {
      const line = lines[row] ?? ''
      const key = (pane.y + row) * 1000 + pane.x
      if (shown.get(key) === line) continue
      if (left-- > 0) {
        shown.set(key, line)
        out += `\x1b[${pane.y + row};${pane.x}H${clip(line)}`
      } else pane.isDirty = true
    }
  }
  if (out === '') return
  asked = performance.now()
  process.stdout.write(`\x1b[?2026h${out}${cursor()}\x1b[?2026l\x1b[5n`)
}

/** Exactly as wide as the pane: escape sequences cost no cells. */
function clip(line) {
  let cells = 0
  let at = 0
  while (at < line.length && cells < width) {
    if (line[at] === '\x1b') at = line.indexOf('m', at) + 1
    else {
      at += 1
      cells += 1
    }
  }
  return `${line.slice(0, at)}\x1b[0m${' '.repeat(width - cells)}`
}

const cursor = () => `\x1b[${rows};${PROMPT.length + typed.length + 1}H`

function prompt() {
  process.stdout.write(`\x1b[${rows};1H${PROMPT}${typed}\x1b[K`)
}

process.stdin
  .setRawMode(true)
  .setEncoding('utf8')
  .on('data', (data) => {
    const whole = rest + data
    rest = /\x1b(?:\[0?)?$/.exec(whole)?.[0] ?? ''
    const text = whole.slice(0, whole.length - rest.length).replaceAll('\x1b[0n', () => {
      isSlow = performance.now() - asked > SLOW
      asked = null
      if (all.some(({ isDirty }) => isDirty)) schedule()
      return ''
    })
    if (text === '') return
    typed = text === '\x15' ? '' : typed + text
    prompt()
  })
process.stdout.write('\x1b[?1049h')
prompt()
