import type { PlanReport } from '../../model/plan.ts'
import { cellWidth, truncate } from '../../text/cells.ts'
import { plainText } from '../plain-text.ts'
import { counted } from '../words.ts'
import { type Picture, type PictureBar, pictureOf } from './picture.ts'

/**
 * The schedule as one SVG file that needs nothing else: no font, script or address. Light or dark as its reader has it,
 * and readable without seeing it: everything in it is said in its description and in the titles of its bars.
 */
export const ganttSvg = (report: PlanReport): string => {
  const picture = pictureOf(report)
  const rows = rowsOf(picture)
  const scale: Scale = {
    left:
      MARGIN + Math.min(LONGEST_NAME, Math.max(0, ...rows.map(({ text }) => cellWidth(text)))) * LETTER + 16,
    perUnit: Math.min(96, CHART / Math.max(picture.length, 1)),
    bottom: TOP + rows.length * ROW,
  }
  const width = Math.ceil(scale.left + picture.length * scale.perUnit + MARGIN)
  const height = scale.bottom + FOOT
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="plan-title plan-description">`,
    `<title id="plan-title">${escaped(picture.title)}</title>`,
    `<desc id="plan-description">${escaped(description(picture))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="back" width="${width}" height="${height}"/>`,
    text(MARGIN, 26, escaped(cut(picture.title, 90)), 'title'),
    ...axis(picture, scale),
    ...rows.flatMap((row, index) =>
      row.bar ? barRow(row.bar, picture, scale, index) : phaseRow(row.text, index),
    ),
    ...barrierLines(picture, scale),
    text(MARGIN, height - 14, 'filled: done · outlined: longest way · dashed: barrier', 'dim'),
    '</svg>',
  ].join('\n')}\n`
}

const MARGIN = 16
const TOP = 64
const ROW = 26
const FOOT = 40
/** Of the fonts that a reader may have none is wider on average. */
const LETTER = 7.6
const LONGEST_NAME = 40
const CHART = 760

const STYLE = [
  'svg{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color-scheme:light dark}',
  '.back{fill:#fff}text{fill:#1f2328}.title{font-size:16px;font-weight:600}.phase{font-weight:600}.dim{fill:#59636e}',
  '.bar{fill:#b6d4fe;stroke:none}.longest{stroke:#9a6700;stroke-width:2}.done{fill:#1a7f37}.grid{stroke:#d1d9e0}',
  '.barrier{stroke:#59636e;stroke-dasharray:4 4}',
  '@media(prefers-color-scheme:dark){.back{fill:#0d1117}text{fill:#f0f6fc}.dim{fill:#9198a1}.bar{fill:#1f4b8f}',
  '.longest{stroke:#d29922}.done{fill:#2ea043}.grid{stroke:#3d444d}.barrier{stroke:#9198a1}}',
].join('')

interface Scale {
  /** Where time begins, in the units of the picture. */
  left: number
  perUnit: number
  bottom: number
}

interface Row {
  text: string
  bar: PictureBar | null
}

const rowsOf = ({ phases }: Picture): Row[] =>
  phases.flatMap(({ title, bars }) => [
    { text: cut(title), bar: null },
    ...bars.map((bar): Row => ({ text: cut(bar.title), bar })),
  ])

const phaseRow = (title: string, index: number): string[] => [
  text(MARGIN, baseline(index), escaped(title), 'phase'),
]

const barRow = (bar: PictureBar, picture: Picture, { left, perUnit }: Scale, index: number): string[] => {
  const x = left + bar.start * perUnit
  const y = TOP + index * ROW + 4
  const width = Math.max(2, (bar.end - bar.start) * perUnit)
  const done = (width * bar.tasks.done) / Math.max(1, bar.tasks.total)
  const shape = (of: string, long: number) =>
    `<rect class="${of}" x="${round(x)}" y="${y}" width="${round(long)}" height="${ROW - 8}" rx="3"/>`
  return [
    text(MARGIN + 10, baseline(index), escaped(cut(bar.title, LONGEST_NAME - 1))),
    `<g><title>${escaped(sentence(bar, picture))}</title>`,
    shape(bar.isLongest ? 'bar longest' : 'bar', width),
    ...(done > 0 ? [shape('done', done)] : []),
    '</g>',
  ]
}

const axis = ({ unit, length }: Picture, { left, perUnit, bottom }: Scale): string[] => {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => each * perUnit >= 28) ?? 1000
  const numbers = Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step)
  return [
    text(MARGIN, TOP - 12, unit === 'days' ? 'Day' : 'Step', 'dim'),
    ...numbers.flatMap((at) => {
      const x = round(left + at * perUnit)
      return [
        `<line class="grid" x1="${x}" y1="${TOP - 6}" x2="${x}" y2="${bottom}"/>`,
        text(x + 3, TOP - 12, String(at + 1), 'dim'),
      ]
    }),
  ]
}

const barrierLines = ({ phases }: Picture, { left, perUnit, bottom }: Scale): string[] =>
  [...new Set(phases.flatMap(({ barrier }) => barrier ?? []))].map((at) => {
    const x = round(left + at * perUnit)
    return `<line class="barrier" x1="${x}" y1="${TOP - 6}" x2="${x}" y2="${bottom}"/>`
  })

const description = (picture: Picture): string => {
  const { unit, length, workers, phases } = picture
  const word = unit === 'days' ? 'days' : 'steps'
  const all = phases.map(({ title, barrier, bars }) => {
    const begins = barrier === null ? '' : ` (after everything before it has landed, at ${barrier})`
    return `${title}${begins}: ${bars.map((bar) => sentence(bar, picture)).join('; ')}.`
  })
  return [`${length} ${word} with ${counted(workers, 'worker')}.`, ...all].join(' ')
}

const sentence = ({ title, start, end, worker, tasks, isLongest }: PictureBar, { unit }: Picture): string => {
  const when = `from ${round(start)} to ${round(end)} ${unit === 'days' ? 'days' : 'steps'}`
  const progress = `${tasks.done} of ${counted(tasks.total, 'task')} done`
  return `${title}, ${when}, worker ${worker}, ${progress}${isLongest ? ', on the longest way' : ''}`
}

const text = (x: number, y: number, inside: string, of = ''): string =>
  `<text x="${x}" y="${y}"${of === '' ? '' : ` class="${of}"`}>${inside}</text>`

const baseline = (index: number): number => TOP + index * ROW + 18

/** `most` counts cells: a Chinese or Japanese sign is as wide as two letters. */
const cut = (name: string, most = LONGEST_NAME): string => truncate(plainText(name), most, '…')

const round = (value: number): number => Math.round(value * 100) / 100

const escaped = (words: string): string =>
  plainText(words, 1e6).replace(/[&<>"'\ufffe\uffff]/g, (sign) => entities[sign] ?? ' ')

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
