import type { Node } from 'web-tree-sitter'
import { headOf, isComment, statementsOf, typeAround } from './around.ts'
import type { StubLanguage } from './stub-language.ts'

export interface Declared {
  declared: Node
  name: Node
  /** Of Ruby an empty one has none. */
  body: Node | undefined
  isTest: boolean
}

/** A function of which only the place is there. A comment in it says why that is meant so. */
export function isEmptyFunction(language: StubLanguage, { declared, name, body, isTest }: Declared): boolean {
  const isBare = body ? doesNothing(language, body) : !declared.childForFieldName('body')
  // Of Python a comment that comes first stands before the body.
  if (!isBare || declared.namedChildren.some(isComment)) return false
  if (declared.hasError || language.mayBeEmpty.test(name.text)) return false
  // Tests are full of functions that only have to be there; but one that is a test itself tests nothing.
  if (isTest && !/^test/i.test(name.text)) return false
  if (language.emptyByHead?.test(headOf(declared)) || isFallback(declared) || isNested(declared)) return false
  const type = typeAround(language, declared)
  return type === null || !language.openTypes.test(headOf(type))
}

function doesNothing({ nothing }: StubLanguage, body: Node): boolean {
  if (body.namedChildren.some(isComment)) return false
  const statements = statementsOf(body)
  if (nothing) return statements.length > 0 && statements.every(({ text }) => nothing.test(text))
  return statements.length === 0 && /^\{\s*\}$/.test(body.text)
}

/** Handed on to something, or it would not be in there. */
function isNested({ parent }: Node): boolean {
  for (let at = parent; at; at = at.parent) if (/function|method|lambda|closure/.test(at.type)) return true
  return false
}

/** What takes the place of something that cannot be had, or is for a reader of types alone. */
function isFallback(declared: Node): boolean {
  const around = declared.parent?.type === 'decorated_definition' ? declared.parent.parent : declared.parent
  const owner = around?.type === 'block' ? around.parent : null
  return owner !== null && owner !== undefined && /^(?:if|else|elif|try|except|finally)_/.test(owner.type)
}
