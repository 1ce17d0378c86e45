import type { Syntax } from '../syntax/syntax.ts'

/** Where a statement or a part of one is handed to the database. */
export interface Sink {
  /** The called names, as written behind the last dot. */
  names: string[]
  /** What stands before the dot, for names that others have too. */
  receiver?: RegExp
  /**
   * `statement`: only what reads like one counts. `fragment`: any string put together counts, the name says enough.
   * `condition`: something with an operator or a keyword of SQL in it.
   */
  takes: 'statement' | 'fragment' | 'condition'
}

/** A part of a call: what stands before the dot, an argument (from 0), all of these, those from the second on, a block. */
export type Place = 'receiver' | 'all' | 'rest' | 'block' | number

export const words = (text: string): string[] => text.trim().split(/\s+/)

/** Called names, by the place that matters of them. */
export const places = (names: Partial<Record<Place, string>>): Map<string, Place> =>
  new Map(
    Object.entries(names).flatMap(([place, text]) =>
      words(text ?? '').map((name): [string, Place] => [
        name,
        /^\d$/.test(place) ? Number(place) : (place as Place),
      ]),
    ),
  )

/**
 * What an operator makes of the two values beside it: a shape of `shapes.ts`; `second`: a choice of the right one alone;
 * `append`: it is put together, and the left one keeps it if that is a name.
 */
export type Operation =
  | 'concat'
  | 'meet'
  | 'format'
  | 'repeat'
  | 'choice'
  | 'second'
  | 'number'
  | 'membership'
  | 'append'

/** Operators that give a number, whatever they are given. */
export const arithmetic = (operators: string): Record<string, 'number'> =>
  Object.fromEntries(words(operators).map((operator) => [operator, 'number']))

/** Everything the check knows about one language. */
export interface Language extends Syntax {
  /** `advisory`: what comes in cannot be told from what is the program's own well enough to stop a stream for it. */
  severity: 'error' | 'warning'
  /**
   * What the shapes in `shapes.ts` look like in this grammar, as a tree-sitter query. When several patterns fit a node,
   * the first counts.
   */
  query: string
  /** What `operation`s of the query are; those that are not here are nothing to this check. */
  operators: Record<string, Operation>
  /** Node types that name something. */
  names: string[]
  /** Node types whose value is harmless. */
  constants: string[]
  sinks: Sink[]
  /** Properties that are a sink when something is assigned to them. */
  sinkProperties?: string[]
  /** Callees, in full, that give a number, or text that is quoted for SQL. */
  harmless: RegExp
  /** The same for what is safe only where quotes stand around it. */
  escapes?: RegExp
  /** The same for what depends on the arguments: the text of the call. */
  harmlessCalls?: RegExp
  /** Types whose values are harmless. */
  harmlessTypes?: RegExp
  /** Types that a name has only by their word: it may be given something else later. Otherwise the language sees to it. */
  hintsOnly?: boolean
  /** What a type is made of, or made from, that has no values but those the program names. */
  closedTypes?: RegExp
  /** Names, in full, that are the program's own although nothing in the file says so: tables of models and the like. */
  own: RegExp
  /** Called names that give back what they are given, perhaps cut, repeated or in another order. */
  passes: Map<string, Place>
  /** Called names that fill a template: the place of the template. */
  formats: Map<string, Place>
  /** Called names that put the elements of a list into one string: the place of the list. */
  joins: Map<string, Place>
  /** Called names that add to what stands before the dot. */
  appends: string[]
  /** Called names that make an empty builder or one that holds the arguments. */
  builders: string[]
  /** Called names that apply a function to every element: the place of the function. */
  maps: Map<string, Place>
  /** Called names that keep of their elements what a function lets through: the place of the function. */
  filters: Map<string, Place>
  /** Called names that keep what is in several lists. */
  intersections: string[]
  /** Called names that look something up by a key, with what to take otherwise behind it. */
  lookups: string[]
  /** Called names that ask whether something is in a collection. */
  memberships: { names: string[]; subject: Place; collection: Place }[]
  /** Called names that ask whether something fits a pattern, or, without one, whether it has nothing but letters or digits. */
  patterns: { names: string[]; subject: Place; pattern?: Place }[]
  /** What stands before a field of the object itself. */
  selves: string[]
  /** The same with a parameter, and with a name from a list: `it` is the program's text for what goes in. */
  mend: (it: string) => string
  choose: (it: string) => string
}
