import { type BoxGroup, type GroupNames, groupsIn, indexGroups } from './groups.ts'
import type { Said } from './sections.ts'

/** How a phase stands to those before it. `after` are positions. */
export interface PhaseOrder {
  barrier: boolean
  after: number[]
}

/**
 * Phases follow on one another, but stories do not: they all start once what is common to them has landed, unless the
 * prose says that one needs another. A phase that the prose lets run beside the stories is like one.
 */
export const phaseOrders = (groups: BoxGroup[], said: Said[]): PhaseOrder[] => {
  const needs: Map<number, Needs> =
    groups.length > mostPhases ? new Map() : readNeeds(said, indexGroups(groups))
  const isFree = groups.map(
    ({ story }, position) => story !== null || (needs.get(position)?.parallel ?? false),
  )
  return groups.map((_, position) => {
    const declared = [...(needs.get(position)?.after ?? [])].filter((other) => other < position)
    const barrier = position > 0 && !(isFree[position] && isFree[position - 1])
    return { barrier, after: declared }
  })
}

/** More phases than a person writes down: each sentence would be held against each of them. */
const mostPhases = 200

interface Needs {
  after: Set<number>
  parallel: boolean
}

/** `- **US2 (Phase 4)**: Depends on US1 (needs its trimmer) - can run beside US3`. */
const readNeeds = (said: Said[], names: GroupNames): Map<number, Needs> => {
  const needs = new Map<number, Needs>()
  for (const [subject, rest] of said.flatMap(({ text }) =>
    text.slice(0, 1000).split(';').flatMap(cutSubject),
  )) {
    const positions = groupsIn(subject, names)
    const targets = readTargets(rest, names)
    const parallel = /\bparallel with\b|\bbeside\b/i.test(rest) && targets.length > 0
    for (const position of positions) {
      const own = needs.get(position) ?? { after: new Set<number>(), parallel: false }
      for (const target of targets) if (target !== position) own.after.add(target)
      own.parallel ||= parallel
      needs.set(position, own)
    }
  }
  return needs
}

/** Who it is said of, and what: `US2 (Phase 4): depends on …`, or the same without a colon. */
const cutSubject = (sentence: string): [string, string][] => {
  const plain = sentence.replaceAll('**', '').trim()
  const [, subject, rest = ''] = /^([^:]{1,120}):\s*(.*)$/.exec(plain) ?? []
  if (subject !== undefined) return [[subject, rest]]
  const verb = plain.search(needing)
  const before = plain.slice(0, Math.max(0, verb))
  return /\d/.test(before) ? [[before, plain.slice(verb)]] : []
}

const readTargets = (text: string, names: GroupNames): number[] =>
  [...text.matchAll(needing)].flatMap(({ index, 0: whole }) => {
    const clause =
      text
        .slice(index + whole.length)
        .split(/\s[-–—]\s|[;.](?:\s|$)|,\s(?:but|can|may|should)\b|\bbut\b/i)[0] ?? ''
    return groupsIn(clause.replace(/\((?!phase|US|user)[^()]{0,300}\)/gi, ' '), names)
  })

const needing =
  /(?<!\p{L})(?:depends? (?:up)?on|depende[mn]? d\p{L}{0,2}|requires?|needs?|(?:start|begin|starts|begins|sequential|only) after|blocked by|waits? for)(?!\p{L})/giu
