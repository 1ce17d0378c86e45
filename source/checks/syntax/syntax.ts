/** A language that files are read in, whatever is looked for in them. */
export interface Syntax {
  name: string
  extensions: string[]
  /** The name of the grammar for a file of this extension. */
  grammar: (extension: string) => string
}

const syntax = (name: string, grammar: string, extensions: string[]): Syntax => ({
  name,
  extensions,
  grammar: () => grammar,
})

export const python = syntax('Python', 'python', ['py', 'pyw'])
export const php = syntax('PHP', 'php', ['php', 'phtml', 'inc'])
export const ruby = syntax('Ruby', 'ruby', ['rb', 'rake', 'ru'])
export const cSharp = syntax('C#', 'c-sharp', ['cs', 'csx'])
export const go = syntax('Go', 'go', ['go'])
export const java = syntax('Java', 'java', ['java'])

/** JavaScript too: the grammar of TSX reads all of it. Only `<T>x` of plain TypeScript needs the other one. */
export const typescript: Syntax = {
  name: 'JavaScript and TypeScript',
  extensions: ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx'],
  grammar: (extension) => (/^[mc]?ts$/.test(extension) ? 'typescript' : 'tsx'),
}

/** Of a path, without its dot, in small letters; '' where it has none. */
export const extensionOf = (file: string): string => /\.([^./]+)$/.exec(file)?.[1]?.toLowerCase() ?? ''

/** What a check knows about each language, by the extension of a file. */
export const byExtension = <T extends { extensions: string[] }>(languages: readonly T[]): Map<string, T> =>
  new Map(languages.flatMap((each) => each.extensions.map((extension) => [extension, each])))
