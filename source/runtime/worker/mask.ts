import { joinColours, type Replacement, splitColours } from './colours.ts'
import { isSensitiveName } from './environment.ts'
import { announcesSecret, type MaskRule, maskRules } from './mask-rules.ts'
import { createPrefilter, type Prefilter } from './prefilter.ts'
import { findPrivateKeys, keyMark } from './private-keys.ts'

export interface Masker {
  /** The text with every secret replaced by a label such as `[masked github token]`. May hold colour codes. */
  mask(text: string): string
  /** How much of a line that was broken off can be kept: what follows may be half a secret. */
  keptLength(plainLine: string): number
  /** How much of a line that is still being written can be shown: the same, and nothing after `password` and such. */
  settledLength(plainLine: string): number
  /** Tells lines in which nothing would be masked from those that need a look. */
  prefilter: Prefilter
}

/** Knows secrets by their shape, and by their value where the value is known. */
export function createMasker(values: string[]): Masker {
  const known = knownValues(values)
  const rules = known.length ? [knownRule(known), ...maskRules] : maskRules
  return {
    prefilter: createPrefilter([keyMark, ...rules.flatMap(({ hints }) => hints)]),
    mask: (text) => {
      const coloured = splitColours(text)
      const found = replacements(coloured.plain, rules)
      return found.length ? joinColours(coloured, found) : text
    },
    keptLength: (line) => keptLength(line, known),
    settledLength: (line) => {
      const announced = line.search(announcesSecret)
      const kept = keptLength(line, known)
      return announced < 0 ? kept : Math.min(kept, announced)
    },
  }
}

/** The values of variables that are named like secrets, or that somebody named as such. */
export function sensitiveValues(env: NodeJS.ProcessEnv, names: string[]): string[] {
  const isSecret = (name: string) => names.includes(name) || isSensitiveName(name)
  return Object.entries(env).flatMap(([name, value]) => (isSecret(name) && value ? [value] : []))
}

/** Shorter values are words that occur everywhere. A value of several lines is looked for line by line. */
function knownValues(values: string[]): string[] {
  const lines = values.flatMap((value) => value.split(/[\r\n]+/)).map((line) => line.trim())
  return [...new Set(lines)].filter((line) => line.length >= 8).sort((a, b) => b.length - a.length)
}

const knownRule = (values: string[]): MaskRule => ({
  label: 'secret',
  hints: values,
  pattern: new RegExp(values.map((value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g'),
})

function replacements(plain: string, rules: MaskRule[]): Replacement[] {
  const keys = findPrivateKeys(plain).map(({ start, end }) => ({ start, end, label: '[masked private key]' }))
  const all = [...keys, ...rules.flatMap((rule) => matchesOf(rule, plain))]
  all.sort((a, b) => a.start - b.start || b.end - a.end)
  const merged: Replacement[] = []
  for (const each of all) {
    const last = merged.at(-1)
    if (last && each.start < last.end) last.end = Math.max(last.end, each.end)
    else merged.push(each)
  }
  return merged
}

function matchesOf({ label, pattern, accepts }: MaskRule, plain: string): Replacement[] {
  const found: Replacement[] = []
  for (const match of plain.matchAll(pattern)) {
    if (accepts && !accepts(match)) continue
    const groups = match.indices?.groups
    const [start, end] = groups?.secret ?? groups?.single ?? [match.index, match.index + match[0].length]
    found.push({ start, end, label: `[masked ${label}]` })
  }
  return found
}

// Characters that tokens are made of: a run of them at the end of the text may go on.
const lastRun = /[\w\-+/=.~]*$/

function keptLength(line: string, known: string[]): number {
  return Math.min(line.search(lastRun), ...known.map((value) => line.length - overlap(line, value)))
}

/** How much of the value's beginning the line ends with. */
function overlap(line: string, value: string): number {
  for (let length = Math.min(line.length, value.length); length > 0; length--) {
    if (line.endsWith(value.slice(0, length))) return length
  }
  return 0
}
