import type { Level } from '../model/routing.ts'
import { fileKind, isSensitive } from './file-kind.ts'

/** A file that work names. What nobody looked up is null. */
export interface FileFact {
  path: string
  /** 0: it is still to be made. */
  lines: number | null
  /** How many other files mention it. */
  mentions: number | null
}

export interface Work {
  text: string
  kind: 'tasks' | 'conflict' | 'repair'
  tasks: number
  files: FileFact[]
  /** Of the declared files, those that are shared interfaces between streams. */
  contracts: string[]
  dependsOn: number
  /** How many streams or tasks wait for it. */
  dependents: number
}

export interface Reason {
  points: number
  text: string
}

export interface Complexity {
  level: Level
  /** 0 to 100. */
  score: number
  reasons: Reason[]
}

/** Scores at which a level begins. */
const BEGINS: [Level, number][] = [
  ['critical', 65],
  ['complex', 42],
  ['moderate', 18],
  ['simple', 0],
]

/**
 * How hard a piece of work is likely to be. Declared files say most, what hangs on it comes next, words last: they
 * alone never make work more than simple. The weights are judgement and not fitted to anything.
 */
export function complexity(work: Work): Complexity {
  const reasons = RULES.flatMap((rule) => rule(work)).filter(({ text }) => text !== '')
  const sum = reasons.reduce((total, { points }) => total + points, 0)
  const score = Math.max(0, Math.min(100, sum))
  const level = BEGINS.find(([, from]) => score >= from)?.[0] ?? 'simple'
  return { level, score, reasons }
}

type Rule = (work: Work) => Reason[]

const reason = (points: number, text: string): Reason[] => [{ points, text }]

/** Points of the highest step that the number reaches; 0 below all. */
const step = (value: number, steps: [from: number, points: number][]): number =>
  steps.findLast(([from]) => value >= from)?.[1] ?? 0

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const countOfFiles: Rule = ({ files }) =>
  files.length === 0
    ? reason(0, 'no files are declared, so little is known')
    : reason(
        step(files.length, [
          [1, 4],
          [2, 10],
          [4, 18],
          [7, 26],
          [12, 32],
        ]),
        `${many(files.length, 'file')} declared`,
      )

const kindsOfFiles: Rule = ({ files }) => {
  const kinds = new Set(files.map(({ path }) => fileKind(path)))
  if (kinds.size === 0) return []
  if ([...kinds].every((kind) => kind === 'docs')) return reason(-20, 'only texts')
  if ([...kinds].every((kind) => kind === 'docs' || kind === 'tests' || kind === 'style'))
    return reason(-6, 'only tests, texts or styles')
  return kinds.has('interface') ? reason(10, 'an interface or a schema is among them') : []
}

const sensitiveFiles: Rule = ({ files }) => {
  const found = files.find(({ path }) => fileKind(path) !== 'docs' && isSensitive(path))
  return found ? reason(14, `a mistake in ${found.path} costs more than the work`) : []
}

const spread: Rule = ({ files }) => {
  const folders = new Set(files.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))
  return folders.size < 3
    ? []
    : reason(
        step(folders.size, [
          [3, 4],
          [5, 8],
        ]),
        `spread over ${folders.size} folders`,
      )
}

const size: Rule = ({ files }) => {
  const lines = files.reduce((sum, file) => sum + (file.lines ?? 0), 0)
  const points = step(lines, [
    [300, 4],
    [1000, 9],
    [3000, 14],
  ])
  return points === 0 ? [] : reason(points, `${lines} lines to know`)
}

const fanIn: Rule = ({ files }) => {
  const most = files.toSorted((a, b) => (b.mentions ?? 0) - (a.mentions ?? 0))[0]
  const points = step(most?.mentions ?? 0, [
    [3, 4],
    [10, 10],
    [30, 16],
  ])
  return most && points > 0 ? reason(points, `${most.path} is used by ${most.mentions} other files`) : []
}

const contracts: Rule = ({ contracts: shared, dependents }) =>
  shared.length === 0
    ? []
    : reason(dependents > 0 ? 12 : 8, `${shared.join(', ')}: an interface that other streams share`)

const dependencies: Rule = ({ dependsOn, dependents }) => [
  ...(dependents > 0
    ? reason(
        step(dependents, [
          [1, 4],
          [3, 8],
        ]),
        `${dependents} wait${dependents === 1 ? 's' : ''} for it`,
      )
    : []),
  ...(dependsOn > 1 ? reason(3, `builds on ${dependsOn} others`) : []),
]

const kindOfWork: Rule = ({ kind }) => {
  if (kind === 'conflict') return reason(14, 'a conflict: two intentions have to be understood')
  return kind === 'repair' ? reason(14, 'a repair: something has failed already') : []
}

const countOfTasks: Rule = ({ tasks }) => {
  const points = step(tasks, [
    [3, 3],
    [6, 6],
  ])
  return points === 0 ? [] : reason(points, `${tasks} tasks at once`)
}

const HARD =
  /\b(concurren\w*|race|deadlock|migrat\w*|refactor\w*|rewrit\w*|security|encrypt\w*|transaction\w*)\b/
const EASY = /\b(typo|rename|comment|wording|readme|bump|reformat)\b/

const words: Rule = ({ text }) => {
  const lower = text.slice(0, 4000).toLowerCase()
  const hard = HARD.exec(lower)?.[0]
  const easy = EASY.exec(lower)?.[0]
  return [
    ...(hard ? reason(4, `the words speak of “${hard}”, which says little`) : []),
    ...(easy ? reason(-4, `the words speak of “${easy}”, which says little`) : []),
  ]
}

const RULES: Rule[] = [
  countOfFiles,
  kindsOfFiles,
  sensitiveFiles,
  spread,
  size,
  fanIn,
  contracts,
  dependencies,
  kindOfWork,
  countOfTasks,
  words,
]
