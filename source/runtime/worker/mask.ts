import { existsSync } from 'node:fs'
import { announcesSecret } from '../../checks/secrets/assignment-rules.ts'
import { kindsOf } from '../../checks/secrets/find-places.ts'
import { createPrefilter, type Prefilter } from '../../checks/secrets/prefilter.ts'
import { replacementsIn } from '../../checks/secrets/replacements.ts'
import type { SecretRule } from '../../checks/secrets/rule.ts'
import { secretRules } from '../../checks/secrets/rules.ts'
import { joinColours, splitColours } from './colours.ts'
import { isSensitiveName } from './environment.ts'
import { scanLines } from './scan-lines.ts'

export interface Masker {
  /**
   * The text with every secret replaced by a mark such as `ghp_…(github-token)`. May hold colour codes. Where the
   * prefilter has seen all of it, it is spared the rules of which none of these words is.
   */
  mask(text: string, ended?: Iterable<number>): string
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
  const rules = known.length ? [knownRule(known), ...secretRules] : secretRules
  const prefilter = createPrefilter(kindsOf(rules))
  const rulesOf = (ended: Iterable<number>) => {
    const kinds = prefilter.kindsOf(ended)
    return rules.filter((rule) => kinds.has(rule))
  }
  /** Of a line that is more than text and colours, all of them. */
  const rulesIn = (line: string) => {
    const bytes = Buffer.from(`${line}\n`)
    let ended = new Set<number>()
    const end = scanLines(bytes, 0, prefilter, (suspect) => {
      ended = suspect.ended ?? ended
    })
    return end === bytes.length ? rulesOf(ended) : rules
  }
  return {
    prefilter,
    mask: (text, ended) => {
      const masked = maskOnce(text, ended ? rulesOf(ended) : rules)
      if (masked === text) return text
      return masked
        .split('\n')
        .map((line) => (line.includes('…(') ? settled(line, rulesIn) : line))
        .join('\n')
    },
    keptLength: (line) => keptLength(line, known),
    settledLength: (line) => {
      const kept = keptLength(line, known)
      const announced = line.search(announcesSecret)
      // The word may stand within a token by chance, and must not cut it in two.
      return announced >= 0 && announced < kept ? keptLength(line.slice(0, announced), known) : kept
    },
  }
}

let own: Masker | undefined

/** For what this process says or writes by itself: made when it is needed, since most processes never do. */
export function maskOwn(text: string): string {
  own ??= createMasker(sensitiveValues(process.env, []))
  return own.mask(text)
}

function maskOnce(text: string, rules: SecretRule[]): string {
  const coloured = splitColours(text)
  const found = replacementsIn(coloured.plain, rules)
  return found.length === 0 ? text : joinColours(coloured, found)
}

/** A mark may bring two words together that look like a secret: looked at until nothing is left, or it is enough. */
function settled(line: string, rulesIn: (line: string) => SecretRule[]): string {
  let before = line
  for (let pass = 0; pass < 8; pass++) {
    const after = maskOnce(before, rulesIn(before))
    if (after === before) break
    before = after
  }
  return before
}

/**
 * The values of variables that are named like secrets, or that somebody passes on: mostly keys as well, but for those
 * that say by their name that they are a model, a place or a mode. A password in an address is found by its shape.
 */
export function sensitiveValues(env: NodeJS.ProcessEnv, names: string[]): string[] {
  const isSecret = (name: string) => isSensitiveName(name) || (names.includes(name) && !harmless.test(name))
  return Object.entries(env).flatMap(([name, value]) =>
    isSecret(name) && value && !isPlace(value, env) ? [value] : [],
  )
}

/** Where a secret lies is none, and what stands in the path of everything we do cannot be one: it would break them. */
const isPlace = (value: string, { HOME = '', PWD = '', BR_HOME = '' }: NodeJS.ProcessEnv): boolean =>
  [HOME, PWD, BR_HOME].some((place) => place.includes(value)) || (value.startsWith('/') && existsSync(value))

const harmless = /_(?:MODEL|URL|HOST|HOME|DIR|PATH|REGION|LOCATION|PROJECT|ENV)$/i

const knownMark = { code: 'secret', name: 'a value of the environment', prefixes: [] }

/**
 * Shorter values are words that occur everywhere. A value of several lines is looked for line by line, and as it is
 * written in JSON and in addresses as well. What stands in our own mark is not looked for, or no mark would ever do.
 */
function knownValues(values: string[]): string[] {
  const lines = values.flatMap((value) => value.split(/[\r\n]+/)).map((line) => line.trim())
  const forms = lines.flatMap((line) => [line, JSON.stringify(line).slice(1, -1), inAddress(line)])
  return [...new Set(forms)]
    .filter((form) => form.length >= 8 && !`…(${knownMark.code})`.includes(form))
    .sort((a, b) => b.length - a.length)
}

/** Half a pair of surrogates has no form there. */
const inAddress = (text: string): string => encodeURIComponent(text.toWellFormed())

const knownRule = (values: string[]): SecretRule => ({
  ...knownMark,
  hints: values,
  pattern: new RegExp(values.map((value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'dg'),
})

// Characters that tokens are made of: a run of them at the end of the text may go on.
const lastRun = /[\w\-+/=.~:%]*$/

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
