import type { Plan } from '../../model/plan.ts'
import { readDuration } from '../duration.ts'
import type { Block } from '../markdown-blocks.ts'

/** Something a plan says of itself that can be counted. */
export interface Claim {
  /** `duration`: how long it takes, without a word on whether in parallel. */
  of: 'sequential' | 'parallel' | 'duration' | 'saved' | 'savedPercent' | 'tasks' | 'phases' | 'streams'
  /** Days, percent or a count. */
  value: number
  line: number
  /** The piece of the line that says so. */
  at: string
}

/** What a format leaves there: claims are read for all of them alike. */
export const noClaims: Plan['claims'] = { sequential: null, parallel: null, savedPercent: null }

/** Every claim outside of the phases, in the order of the text. */
export const readClaims = (blocks: Block[]): Claim[] => {
  let header: string[] | null = null
  return blocks.flatMap((block): Claim[] => {
    const cells = block.kind === 'text' && block.text.startsWith('|') ? cellsOf(block.text) : null
    if (cells === null) header = null
    else header ??= cells
    if (cells !== null) return inRow(cells, header ?? [], block.line)
    if (block.kind === 'heading') return inHeading(block.text, block.line)
    return block.kind === 'text' || block.kind === 'item' ? inSentence(block.text, block.line) : []
  })
}

/** What stands in the plan's model: the first word on each counts. */
export const summariseClaims = (claims: Claim[]): Plan['claims'] => {
  const first = (of: Claim['of']) => claims.find((claim) => claim.of === of)?.value ?? null
  return { sequential: first('sequential'), parallel: first('parallel'), savedPercent: first('savedPercent') }
}

/** `Sequential Build (9 days):` */
const inHeading = (text: string, line: number): Claim[] => {
  const found = /^(.{1,60}?)\s?\(([^()]{1,60})\):?$/.exec(text)
  return found ? claimsOf(found[1] ?? '', found[2] ?? '', line) : []
}

/** `**Total Duration:** 9 days`; a bold label may carry its colon inside or behind. */
const inSentence = (text: string, line: number): Claim[] => {
  const plain = text.replaceAll('**', '')
  const colon = plain.indexOf(':')
  return colon < 0 ? [] : claimsOf(plain.slice(0, colon), plain.slice(colon + 1), line)
}

/** `| Sequential | 9 days |`, or the days below the words: `| Total time | 9 days | 6 days |`. */
const inRow = ([label = '', ...cells]: string[], [, ...header]: string[], line: number): Claim[] => {
  const isTime = /\b(?:time|days|duration|total|effort)\b/i.test(label)
  const below = isTime ? cells.flatMap((cell, index) => claimsOf(header[index] ?? '', cell, line)) : []
  return below.length > 0 ? below : claimsOf(label, cells[0] ?? '', line)
}

const cellsOf = (text: string): string[] =>
  text
    .replaceAll('**', '')
    .replace(/^\|/, '')
    .split('|', 10)
    .map((cell) => cell.trim())

const claimsOf = (label: string, said: string, line: number): Claim[] => {
  const of = kinds.find(([, pattern]) => pattern.test(label.trim()))?.[0]
  if (!of) return []
  const at = said.trim()
  if (of === 'tasks' || of === 'phases' || of === 'streams') {
    const count = /^~?(\d{1,6})\b(?!\s?[-–.%/])/.exec(at)?.[1]
    return count === undefined ? [] : [{ of, value: Number(count), line, at: count }]
  }
  const days = readDuration(at)
  const percent = of === 'sequential' ? null : readPercent(at)
  return [
    ...(days === null ? [] : [{ of, value: days, line, at }]),
    ...(percent === null ? [] : [{ of: 'savedPercent' as const, value: percent, line, at }]),
  ]
}

const kinds: [Claim['of'], RegExp][] = [
  [
    'sequential',
    /^(?:total (?:duration|time|effort)|(?:total )?sequential(?: (?:build|execution|duration|time|total))?)$/i,
  ],
  ['parallel', /^(?:with )?(?:total )?parallel(?: (?:build|execution|duration|time|total))?$/i],
  ['duration', /^(?:(?:estimated|expected|planned|overall) )?(?:duration|timeline|effort|estimate)$/i],
  ['saved', /^(?:(?:total )?time )?(?:savings?|saved)$/i],
  ['tasks', /^(?:total (?:number of )?tasks|(?:total )?task count)$/i],
  ['phases', /^(?:total (?:number of )?phases|(?:total )?phase count)$/i],
  ['streams', /^(?:total (?:number of )?(?:parallel )?(?:streams|tracks)|(?:total )?stream count)$/i],
]

const readPercent = (text: string): number | null => {
  const found = /(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)\s?%/.exec(text)
  return found ? Number(found[1]) : null
}
