import { Language as Grammar, Parser, Query, type Tree } from 'web-tree-sitter'

/** The bytes of a grammar by its name, or of the parser itself (`runtime`): who calls knows where they lie. */
export type LoadGrammar = (name: string) => Promise<Uint8Array>

export interface Tools {
  parser: Parser
  query: Query
}

let started: Promise<void> | undefined
const grammars = new Map<string, Promise<Grammar>>()
const tools = new Map<string, Promise<Tools>>()

/** Loaded when first needed: a grammar is up to 5 MB, and serves every check. */
export const toolsFor = (grammar: string, query: string, load: LoadGrammar): Promise<Tools> =>
  once(tools, `${grammar}\0${query}`, async () => {
    const language = await once(grammars, grammar, () => loadGrammar(grammar, load))
    const parser = new Parser()
    parser.setLanguage(language)
    return { parser, query: new Query(language, query) }
  })

const loadGrammar = async (name: string, load: LoadGrammar): Promise<Grammar> => {
  started ??= load('runtime').then((wasmBinary) => Parser.init({ wasmBinary }))
  await started
  return Grammar.load(await load(name))
}

/** What failed is tried again the next time. */
const once = <T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
  const value = known.get(key) ?? make()
  known.set(key, value)
  value.catch(() => known.delete(key))
  return value
}

export const parse = ({ parser }: Tools, text: string, expired: () => boolean): Tree | undefined => {
  const tree = parser.parse(text, null, { progressCallback: expired })
  // Else the next file would go on where this one stopped.
  if (!tree) parser.reset()
  return tree ?? undefined
}
