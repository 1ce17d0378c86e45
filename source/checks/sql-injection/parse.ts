import { Language as Grammar, Parser, Query, type Tree } from 'web-tree-sitter'
import type { Language } from './language.ts'

/** The bytes of a grammar by its name, or of the parser itself (`runtime`): who calls knows where they lie. */
export type LoadGrammar = (name: string) => Promise<Uint8Array>

export interface Tools {
  parser: Parser
  query: Query
}

let started: Promise<void> | undefined
const known = new Map<string, Promise<Tools>>()

/** Loaded when first needed: a grammar is up to 5 MB. */
export const toolsFor = (language: Language, extension: string, load: LoadGrammar): Promise<Tools> => {
  const name = language.grammar(extension)
  const tools = known.get(name) ?? prepare(name, language, load)
  known.set(name, tools)
  tools.catch(() => known.delete(name))
  return tools
}

const prepare = async (name: string, { query }: Language, load: LoadGrammar): Promise<Tools> => {
  started ??= load('runtime').then((wasmBinary) => Parser.init({ wasmBinary }))
  await started
  const grammar = await Grammar.load(await load(name))
  const parser = new Parser()
  parser.setLanguage(grammar)
  return { parser, query: new Query(grammar, query) }
}

export const parse = ({ parser }: Tools, text: string, expired: () => boolean): Tree | undefined => {
  const tree = parser.parse(text, null, { progressCallback: expired })
  // Else the next file would go on where this one stopped.
  if (!tree) parser.reset()
  return tree ?? undefined
}
