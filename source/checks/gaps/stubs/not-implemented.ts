import type { Node } from 'web-tree-sitter'
import { headOf, statementsOf, typeAround } from './around.ts'
import type { StubLanguage } from './stub-language.ts'

/** Said of the whole. */
const NOTHING_YET =
  /["'`]\s*(?:(?:this|the|that)\s+)?(?:method|function|todo|operation|feature)?:?\s*(?:is\s+)?(?:not[\s-]+(?:yet[\s-]+)?(?:been\s+)?implemented|unimplemented|todo\b|implement\s+me|not supported yet\.)/i
/** Said of something in it. */
const NOT_IMPLEMENTED = /\bnot[\s-]+(?:yet[\s-]+)?implemented\b|\bunimplemented\b|\bimplement me\b/i
/** What is left to those who derive from it, or refused for good. */
const LEFT_TO_OTHERS =
  /subclass|child class|derived|overrid|overload|abstract|must (?:be )?implement|should (?:be )?implement|interface|unsupported|not supported(?! yet)|not allowed|\bcan(?:no|')t\b|\bdoes(?: not|n't)\b/i

/**
 * Whether what is thrown says that the code is not there yet. Where it is one of several things a function does, it may
 * as well refuse a case that will never be there: then it has to say so in as many words.
 */
export function isNotImplemented(language: StubLanguage, thrown: Node, what: Node, text: string): boolean {
  // Names of classes say nothing of this one.
  const said = /["'`][\s\S]*/.exec(thrown.text)?.[0] ?? ''
  const isOnly = isOnlyStatement(thrown)
  const isOfClass = language.says.test(what.text)
  if (LEFT_TO_OTHERS.test(said)) return false
  if (isOfClass && language.marksAbstract)
    return (isOnly || NOTHING_YET.test(said)) && !isAbstract(language, thrown, text)
  return isOfClass || NOTHING_YET.test(said) || (isOnly && NOT_IMPLEMENTED.test(said))
}

function isOnlyStatement(thrown: Node): boolean {
  const own = thrown.parent?.type === 'expression_statement' ? thrown.parent : thrown
  const list = own.parent
  const body = list?.type === 'statement_list' ? list.parent : list
  if (!body) return false
  const owner = body.childForFieldName('body') ? body : body.parent
  const isBody = /block|body|compound_statement|clause|method/.test(body.type)
  const isOfFunction = owner !== null && /function|method|lambda|accessor|closure/.test(owner.type)
  return isBody && isOfFunction && (owner === body || statementsOf(body).length === 1)
}

/** Written so that another class fills it: by what the class is called, or because one here derives from it. */
function isAbstract(language: StubLanguage, thrown: Node, text: string): boolean {
  const type = typeAround(language, thrown)
  if (!type) return false
  const head = headOf(type)
  const name = type.childForFieldName('name')?.text ?? ''
  const derives = new RegExp(`\\bclass\\s+[\\w:]+\\s*(?:\\(|<)[^\\n:]*\\b${name.replace(/\W/g, '\\$&')}\\b`)
  return language.openTypes.test(head) || derives.test(text) || /@[\w.]*abstract/.test(functionHead(thrown))
}

function functionHead(node: Node): string {
  for (let at = node.parent; at; at = at.parent) if (at.type === 'function_definition') return headOf(at)
  return ''
}
