import type { Finding } from './diagnose.ts'
import { distinct } from './find-files.ts'
import { plainText } from './plain-text.ts'
import { type ReferenceIndex, readReferences } from './references.ts'

interface InlineDependencies {
  before: string[]
  after: string[]
  findings: Finding[]
}

/**
 * What a task says in its own words of others: `(depends on T012)`, `_Depends: 1.1, 2.3_`, `blocks T019`. Ids with
 * letters are known anywhere; plain numbers could be of anything (`after 3 attempts`, `needs 2.1 or later`), so they
 * count behind "depends" alone.
 */
export const inlineDependencies = (
  texts: { text: string; line: number }[],
  self: string,
  index: ReferenceIndex,
  idsAre: 'letters' | 'numbers',
): InlineDependencies => {
  const found: InlineDependencies = { before: [], after: [], findings: [] }
  const { verbs, looksLikeId } = patterns[idsAre]
  for (const { text, line } of texts) {
    // What is quoted is code, and a task in it is none of this plan.
    const plain = text
      .slice(0, 2000)
      .replace(/`[^`]{1,300}`/g, ' ')
      .replaceAll('**', '')
    for (const { index: at, 0: whole, groups } of plain.matchAll(verbs)) {
      const rest = plain.slice(at + whole.length)
      if (!looksLikeId.test(rest)) continue
      const { ids, unknown } = readReferences(rest, index)
      found[groups?.blocks ? 'after' : 'before'].push(...ids.filter((id) => id !== self))
      for (const name of unknown) found.findings.push(unknownId(name, line))
      if (ids.includes(self)) found.findings.push(dependsOnItself(self, line))
    }
  }
  return { ...found, before: distinct(found.before), after: distinct(found.after) }
}

const patterns = {
  letters: {
    verbs:
      /(?<![\p{L}\d])(?:(?<blocks>blocks|blocking|must come before)|depends?(?: on)?|depending on|dependenc(?:y|ies)|blocked by|requires?|needs?|prerequisites?|after|waits? for)(?![\p{L}\d])[\s:_*]{1,6}/giu,
    looksLikeId: /^\W{0,2}(?:tasks?\s)?[a-z]{1,5}-?\d/i,
  },
  numbers: {
    verbs:
      /(?<![\p{L}\d])(?:(?<blocks>blocks)|depends?(?: on)?|depending on|dependenc(?:y|ies)|blocked by)(?![\p{L}\d])[\s:_*]{1,6}/giu,
    looksLikeId: /^(?:tasks?\s)?#?\d{1,4}[a-z]?(?:\.\d{1,4}[a-z]?)*(?![\w%+])/i,
  },
}

const unknownId = (name: string, line: number): Finding => ({
  severity: 'error',
  code: 'unknown-dependency',
  message: `No task is called "${plainText(name, 60)}". Write the id of one, or take the dependency out.`,
  line,
  at: name,
})

const dependsOnItself = (self: string, line: number): Finding => ({
  severity: 'error',
  code: 'self-dependency',
  message: `${self} depends on itself, so it could never start. Take that dependency out.`,
  line,
  at: self,
})
