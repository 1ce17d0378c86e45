import type { Node } from 'web-tree-sitter'
import type { StubLanguage } from './stub-language.ts'

/** What stands before the body of a declaration, with its decorators. */
export function headOf(declared: Node): string {
  const whole = declared.parent?.type === 'decorated_definition' ? declared.parent : declared
  const body = declared.childForFieldName('body')
  const end = body ? body.startIndex : declared.endIndex
  return whole.text.slice(0, end - whole.startIndex)
}

/** The type a node lies in, if any. */
export function typeAround({ types }: StubLanguage, node: Node): Node | null {
  for (let at = node.parent; at; at = at.parent) if (types.includes(at.type)) return at
  return null
}

/** Statements of a body, without comments and without the text that describes it. */
export const statementsOf = (body: Node): Node[] =>
  body.namedChildren
    .flatMap((child) => (LISTS.has(child.type) ? child.namedChildren : [child]))
    .filter((child) => !isComment(child) && !isDescription(child))

const LISTS = new Set(['statement_list', 'body_statement'])

export const isComment = ({ type }: Node): boolean => type.includes('comment')

const isDescription = (node: Node): boolean =>
  node.type === 'expression_statement' &&
  node.namedChildCount === 1 &&
  node.firstNamedChild?.type === 'string'
