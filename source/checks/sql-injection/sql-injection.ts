import type { Finding } from '../../model/finding.ts'
import { type LoadGrammar, parse, type Tools, toolsFor } from '../syntax/parse.ts'
import { extensionOf } from '../syntax/syntax.ts'
import { startReading } from './evaluate.ts'
import type { Language, Sink } from './language.ts'
import { languageOf } from './languages.ts'
import { isNamePlace } from './looks-like-sql.ts'
import { findScopes } from './scopes.ts'
import { findShapes } from './shapes.ts'
import { findInjections, type Injection } from './sinks.ts'

export interface SqlVerdict {
  findings: Finding[]
  /** Why the file, or a part of it, was not looked at: such a file has not passed. */
  unread?: string
}

export interface SqlOptions {
  load: LoadGrammar
  /** Says when the time is up. */
  expired?: () => boolean
}

/** In UTF-16 units; more is generated, and nobody mends it by hand. */
const LARGEST = 2_000_000
const EXCERPT = 160

/** The beginning of a statement, or a condition. Single words will not do: `from` and `set` are in every file. */
const STATEMENT =
  /["'`]\s*(?:select|with|call|exec|execute|show|set|use|pragma|grant|revoke|truncate|lock|copy|declare)\s|\b(?:select\s[^;]{1,2000}?\bfrom|insert\s+(?:\w+\s+)?into|delete\s+(?:\w+\s+)?from|update\s[^\n]{1,100}\sset|(?:create|drop|alter)\s+(?:\w+\s+){0,2}(?:table|index|view|database|schema|user|role|function|procedure|trigger|sequence)|merge\s+into|replace\s+into|where\s+\S{1,80}\s*(?:[=<>]|i?like|in)|(?:order|group)\s+by|(?:truncate|pragma|grant|exec|call|vacuum|from)\s+[$#{"'`%])[\s$#{%*"'`(]/i

/** SQL that is put together from values and reaches the database, in one file. Never throws. */
export const checkSqlInjection = async (
  file: string,
  text: string,
  options: SqlOptions,
): Promise<SqlVerdict> => {
  const extension = extensionOf(file)
  const language = languageOf(extension)
  if (!language || !isWorthReading(language, text)) return { findings: [] }
  if (text.length > LARGEST) return { findings: [], unread: `${file} is larger than 2 MB.` }
  try {
    const tools = await toolsFor(language.grammar(extension), language.query, options.load)
    return readFile(file, text, language, tools, options.expired ?? (() => false))
  } catch (error) {
    return { findings: [], unread: `${file} cannot be parsed: ${(error as Error).message}.` }
  }
}

const readFile = (
  file: string,
  text: string,
  language: Language,
  tools: Tools,
  expired: () => boolean,
): SqlVerdict => {
  const tree = parse(tools, text, expired)
  const tooLong = { findings: [], unread: `Reading ${file} took too long.` }
  const tooDeep = `${file} nests too deeply to be read to its end.`
  if (!tree) return tooLong
  try {
    const shapes = findShapes(tree.rootNode, tools.query, language, expired)
    if (shapes === 'too-long') return tooLong
    if (shapes === 'too-deep') return { findings: [], unread: tooDeep }
    const reading = startReading(language, shapes, findScopes(tree.rootNode, shapes, language), expired)
    const lines = text.split('\n')
    const findings = unique(findInjections(reading).map((each) => toFinding(file, lines, language, each)))
    return reading.complete() ? { findings } : { findings, unread: tooDeep }
  } finally {
    tree.delete()
  }
}

/** A file without a word of SQL or without a call that takes it is not parsed: nearly all of them. */
const isWorthReading = (language: Language, text: string): boolean => {
  const { any, fragments, conditions } = wordsOf(language)
  return (any.test(text) && STATEMENT.test(text)) || fragments.test(text) || conditions.test(text)
}

interface Words {
  any: RegExp
  fragments: RegExp
  conditions: RegExp
}

const CALLED = /\s*[("'`]/.source
/** Or with what is called like one. */
const CALLED_WITH_A_STRING =
  /\s*\(?\s*(?::\w+,\s*)?(?:[a-zA-Z$@]*["'`[]|[\w$.@]*(?:cond|where|sql|order|sort|clause|query|filter|part|line|str|form|printf))/
    .source

const known = new Map<string, Words>()

const wordsOf = ({ name, sinks, sinkProperties = [] }: Language): Words => {
  const namesOf = (takes: Sink['takes']) =>
    sinks.filter((sink) => sink.takes === takes).flatMap(({ names }) => names)
  const words = known.get(name) ?? {
    any: anyOf([...sinks.flatMap((sink) => sink.names), ...sinkProperties]),
    fragments: anyOf(namesOf('fragment'), CALLED),
    conditions: anyOf(namesOf('condition'), CALLED_WITH_A_STRING),
  }
  known.set(name, words)
  return words
}

const anyOf = (names: string[], behind = '(?!\\w)'): RegExp =>
  new RegExp(`(?<![\\w$])(?:${names.map((name) => name.replace(/[$?]/g, '\\$&')).join('|')})${behind}`)

const toFinding = (
  file: string,
  lines: string[],
  language: Language,
  { hole, before }: Injection,
): Finding => {
  const { row, column } = hole.built.startPosition
  const it = hole.source.text.replace(/\s+/g, ' ').slice(0, 60)
  return {
    check: 'sql-injection',
    code: `sql-${hole.how}`,
    severity: language.severity,
    file,
    line: row + 1,
    column: column + 1,
    excerpt: (lines[row] ?? '').trim().slice(0, EXCERPT),
    mend: isNamePlace(before)
      ? `A name cannot be a parameter; take it from a list: ${language.choose(it)}`
      : `Pass the value as a parameter: ${language.mend(it)}`,
  }
}

const unique = (findings: Finding[]): Finding[] => {
  const byPlace = new Map(findings.map((finding) => [`${finding.line}:${finding.column}`, finding]))
  return [...byPlace.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}
