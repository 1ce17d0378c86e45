import { splitWords } from '../agents/split-words.ts'
import type { Permissions } from '../model/permissions.ts'
import { anyWords, type Command, plainWords } from './command-words.ts'
import { comesIn, matchesWords } from './matches-words.ts'

/** What an agent wants to do, as far as rules can speak of it. */
export interface Deed {
  commands: Command[]
  files: {
    /** In the workspace, behind no link; null: not sure to be there. */ path: string | null
    names: string[]
  }[]
  /** Nothing but these commands and changes of these files: then rules may allow it. */
  isWhole: boolean
}

export interface Ruling {
  verdict: 'allowed' | 'denied'
  rule: string
}

/**
 * What a person's rules say of a deed; null: they say nothing, so somebody has to be asked. One part that is denied
 * denies it all, and it is allowed only when every part is.
 */
export function judge({ commands, files, isWhole }: Deed, { allow, deny }: Permissions): Ruling | null {
  const forbidden =
    deny.run.find((rule) => commands.some((command) => deniesCommand(rule, command))) ??
    deny.edit.find((rule) => files.some(({ names }) => names.some((name) => deniesFile(rule, name))))
  if (forbidden !== undefined) return { verdict: 'denied', rule: forbidden }
  if (!isWhole || commands.length + files.length === 0) return null
  const rules = [
    ...commands.map((command) => allow.run.find((rule) => allowsCommand(rule, command))),
    ...files.map(({ path }) => allow.edit.find((rule) => path !== null && allowsFile(rule, path))),
  ]
  return rules.every((rule) => rule !== undefined)
    ? { verdict: 'allowed', rule: [...new Set(rules)].join(', ') }
    : null
}

/** A rule that cannot be read, for a person to mend; null: they can all be. */
export const unreadableRule = ({ allow, deny }: Permissions): string | null =>
  [...allow.run, ...deny.run].find((rule) => !wordsOf(rule)?.length) ?? null

function allowsCommand(rule: string, command: Command): boolean {
  const pattern = wordsOf(rule)
  const words = plainWords(command)
  return pattern !== null && words !== null && matchesWords(pattern, words)
}

function deniesCommand(rule: string, command: Command): boolean {
  const pattern = wordsOf(rule.toLowerCase())
  // One that cannot be read must not let everything through.
  if (pattern === null) return true
  return anyWords(command).some((words) =>
    comesIn(
      pattern,
      words.map((word) => word.toLowerCase()),
    ),
  )
}

const allowsFile = (rule: string, path: string): boolean => matchesWords(steps(rule), steps(path))

/** Some file systems do not tell large letters from small ones. */
const deniesFile = (rule: string, path: string): boolean => allowsFile(rule.toLowerCase(), path.toLowerCase())

const wordsOf = (rule: string): string[] | null => {
  const words = splitWords(rule)
  return words.ok ? words.value : null
}

const steps = (path: string): string[] => path.split('/')
