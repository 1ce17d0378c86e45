import { append } from '../../append.ts'
import type { Finding } from '../../diagnose.ts'
import { plainText } from '../../plain-text.ts'
import { isNone, readReferences, withoutRemarks } from '../../references.ts'
import { slug } from '../../slug.ts'
import { findNamed, type Named, type NameIndex, nearest } from './names.ts'
import type { DraftDependency } from './section.ts'

interface Dependencies {
  hard: string[]
  soft: string[]
  findings: Finding[]
}

/** More of either than a person writes; each costs a comparison with every stream. */
const mostSentences = 100
const mostParts = 4

/**
 * What the sentences of one stream mean. Only a list of names (`Depends on: …`) holds a stream up; prose such as
 * `Needs security for …` is an order to prefer, matched to the stream whose title it is closest to.
 */
export const readDependencies = (
  self: Named,
  sentences: DraftDependency[],
  names: NameIndex,
): Dependencies => {
  const result: Dependencies = { hard: [], soft: [], findings: [] }
  for (const sentence of sentences.slice(0, mostSentences)) {
    if (isNone(sentence.text)) continue
    const exact = findNamed(sentence.text, self, names)
    if (sentence.kind === 'list') addStrict(result, sentence, self, names)
    else if (sentence.kind === 'soft') append(result.soft, idsIn(sentence.text, self, names))
    else if (exact.length > 0) append(result.hard, exact)
    else append(result.soft, closest(sentence.text, self, names))
  }
  if (result.hard.includes(self.id)) {
    const line = sentences.find(({ text }) => idsIn(text, self, names).includes(self.id))?.line ?? 1
    result.findings.push({
      severity: 'error',
      code: 'self-dependency',
      message: `${self.id} depends on itself, so it could never start. Take that out.`,
      line,
    })
  }
  const hard = [...new Set(result.hard)].filter((id) => id !== self.id)
  const soft = [...new Set(result.soft)].filter((id) => id !== self.id && !hard.includes(id))
  return { hard, soft, findings: result.findings }
}

const addStrict = (
  result: Dependencies,
  { text, line }: DraftDependency,
  self: Named,
  names: NameIndex,
): void => {
  for (const name of splitNames(text, self, names)) {
    if (isNone(name)) continue
    const found = findNamed(name, self, names)
    append(result.hard, found)
    if (found.length > 0) continue
    result.findings.push({
      severity: 'error',
      code: 'unknown-dependency',
      message: `No stream is called "${plainText(name, 60)}". Streams here: ${knownIds(names)}.`,
      line,
      at: name,
    })
  }
}

const knownIds = (names: NameIndex): string => {
  const ids = names.all.map(({ id }) => id)
  return ids.length > 10 ? `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more` : ids.join(', ')
}

const idsIn = (text: string, self: Named, names: NameIndex): string[] =>
  splitNames(text, self, names).flatMap((name) => findNamed(name, self, names))

/** A title may hold a comma or an "and" itself: the whole is tried before its parts, and those before their remarks. */
const splitNames = (text: string, self: Named, names: NameIndex): string[] => {
  const isName = (part: string) => findNamed(part, self, names).length > 0
  const cut = (part: string, separators: RegExp[]): string[] => {
    const [separator, ...others] = separators
    if (isName(part) || !separator) return [part.trim()]
    return part.split(separator).flatMap((piece) => cut(piece, others))
  }
  if (isName(text)) return [text.trim()]
  const { listed, rest } = phasesIn(text, names)
  const parts = cut(withoutRemarks(rest), [/[,;]/, /\s(?:and|&)\s/i])
  return [...listed, ...parts.map((name) => name.replace(manyStreams, '').trim())].filter(
    (name) => name !== '',
  )
}

/** `Streams A and B`, `Tracks 1, 2`: the word stands before the first alone. */
const manyStreams = /^(?:(?:and|&)\s)?(?:(?:work)?streams|tracks)\s/i

/** `Phases 1–3 and 5` at the beginning, as names of one phase each. */
const phasesIn = (text: string, { numbers }: NameIndex): { listed: string[]; rest: string } => {
  if (!/^phases?\s\d/i.test(text)) return { listed: [], rest: text }
  const { ids, unknown, rest } = readReferences(text, numbers)
  const listed = [...ids, ...unknown].map((number) => `Phase ${number}`)
  return { listed, rest: rest.replace(/^[\s,;&]*(?:and\b)?/i, '') }
}

/** Streams that may run before this one whose titles share most words with each part of the sentence. */
const closest = (text: string, self: Named, names: NameIndex): string[] => {
  const verb = /^(?:needs?|requires?|uses?|after|builds on|depends on|waits for)\b:?\s*(.*)$/i.exec(text)
  if (!verb) return []
  const wanted = (verb[1] ?? '').split(/\s(?:for|to|so|because|in order)\s|[(;]/i)[0] ?? ''
  const before = names.all
    .filter(({ id, phase }) => id !== self.id && phase <= self.phase)
    .sort(nearest(self))
  const mayComeFirst = new Set(before.map(({ id }) => id))
  const parts = wanted.split(/,|\s(?:and|&)\s/i).slice(0, mostParts)
  return parts.flatMap((part) => {
    const exact = findNamed(part, self, names).filter((id) => mayComeFirst.has(id))
    return exact.length > 0 ? exact : bestMatch(part, before)
  })
}

const bestMatch = (part: string, candidates: Named[]): string[] => {
  const words = new Set(
    slug(part)
      .split('-')
      .filter((word) => word.length > 3),
  )
  let best = { score: 0, id: '' }
  for (const { id, words: own } of candidates) {
    const shared = own.filter((word) => words.has(word)).length
    // Of two titles with as many of the words the shorter one is meant.
    const score = shared === 0 ? 0 : shared + 1 / (own.length + 1)
    if (score > best.score) best = { score, id }
  }
  return best.score > 0 ? [best.id] : []
}
