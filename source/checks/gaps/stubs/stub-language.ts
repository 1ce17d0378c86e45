import type { Syntax } from '../../syntax/syntax.ts'

/** What unfinished code looks like in one language. */
export interface StubLanguage extends Syntax {
  /**
   * Names the parts: `comment` · `function` with `name` and, where it has one, `body` · `thrown`: what ends the function,
   * with `what` is thrown.
   */
  query: string
  /** What is thrown, as written, where its class alone says that nothing is there yet. */
  says: RegExp
  /** That class is also how abstract methods are written: it counts only where nothing looks like one. */
  marksAbstract?: boolean
  /** Statements that do nothing, as written. */
  nothing?: RegExp
  /** Names of functions that may well be empty. */
  mayBeEmpty: RegExp
  /** The same by what stands before the body: modifiers, decorators, parameters. */
  emptyByHead?: RegExp
  /** Node types of declarations that functions lie in. */
  types: string[]
  /** What stands before the body of a type whose functions may be empty or only there to be overridden. */
  openTypes: RegExp
}

/** Names of types that do nothing on purpose, or leave it to others. */
export const OPEN_NAMES =
  /\b_?(?:Abstract|Base|Null|No[-_]?[Oo]p|Dummy|Fake|Mock|Stub|Silent|Empty|Default)|(?:Base|Abstract|Mixin|Interface|Protocol|Adapter|Stub|Mock|Noop|NoOp)\b/
