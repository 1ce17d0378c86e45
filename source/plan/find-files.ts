import { withoutRemarks } from './references.ts'

/** Paths in backticks in running text. Only what clearly is a file: `and/or` and `console.log` are not. */
export const filesInText = (text: string): string[] => distinct(backticked(text).map(tidyPath).filter(isFile))

/** Paths in a sentence, quoted or not: `in src/app.ts, wire up …`. A library called Node.js is none. */
export const filesInProse = (text: string): string[] =>
  distinct([...filesInText(text), ...withoutCode(text).flatMap(bareFile)])

const withoutCode = (text: string): string[] => text.replace(/`[^`]{1,300}`/g, ' ').split(/[\s,;|]+/)

const bareFile = (word: string): string[] => {
  if (word.length < 4 || word.length > 300 || word.includes('://')) return []
  const path = tidyPath(word).replace(/(?:\.|[*_:]{1,3}|:\d{1,6}(?:-\d{1,6})?)$/, '')
  return isFile(path) && !isLibrary(path) && !anywhere.test(path) && !/^[@\d.]*$/.test(path) ? [path] : []
}

/** Without its folder such a name says nothing: there is one in many. */
const anywhere = /^(?:__init__\.py|__main__\.py|conftest\.py|index\.\w{1,5}|mod\.rs|README|README\.md)$/i

/** Written like a script, with a capital and without a folder. */
const isLibrary = (path: string): boolean =>
  /^[A-Z][\w-]*\.js$/.test(path) || /^(?:d3|p5|socket)\.js$/i.test(path)

/** Paths of a line in a list of files, with or without backticks, with notes around them. */
export const filesInList = (text: string): string[] => {
  const quoted = backticked(text).map(tidyPath)
  if (quoted.length > 0) {
    // Behind a dash is a remark: files count there, but what could be a package (`@scope/name`) does not.
    const named = new Set(backticked(text.split(/\s[–—-]{1,2}\s/)[0] ?? '').map(tidyPath))
    const files = quoted.filter(
      (path) => isFile(path) || (isPathLike(path) && (named.size === 0 || named.has(path))),
    )
    return distinct(files.length > 0 ? files : quoted.slice(0, 1))
  }
  const pieces = withoutRemarks(mended(text))
    .replace(/\{[^{}]{0,200}\}/g, (braces) => braces.replace(/\s/g, '').replaceAll(',', inBraces))
    .split(/[,;]/)
  return distinct(
    pieces.flatMap((piece) => expandBraces(piece.replaceAll(inBraces, ',')).flatMap(fileInPiece)),
  )
}

/** Stands for a comma that ends no path. */
const inBraces = '\u0001'

/** A path that leaves the repository is no file of a stream. */
export const isOutside = (path: string): boolean =>
  /^(?:[/~]|[a-z]:)/i.test(path) || path.split('/').includes('..')

export const distinct = <T>(values: T[]): T[] => [...new Set(values)]

const backticked = (text: string): string[] =>
  [...text.matchAll(/`([^`]{1,300})`/g)].flatMap(([, inside = '']) => expandBraces(mended(inside)))

/** What formatters of Markdown do to underscores outside of backticks: `**init**.py`, `\_setup.sh`. */
const mended = (text: string): string => {
  const plain = text.replace(/(^|[\s/])\*\*(\w{1,60})\*\*(?=\.\w)/g, '$1__$2__')
  // Other backslashes divide folders, and then one before an underscore does so as well.
  return /\\(?![_*])/.test(plain) ? plain : plain.replace(/\\(?=[_*])/g, '')
}

/** `{a,b}.sh` is two files. What would be more than `most` is left as it is written. */
const expandBraces = (text: string, most = 50): string[] => {
  const group = [...text.matchAll(/\{([^{}]*)\}/g)].find(([, inside = '']) => inside.includes(','))
  const parts = group?.[1]?.split(',') ?? []
  if (!group || parts.length > most) return [text]
  const [before, after] = [text.slice(0, group.index), text.slice(group.index + group[0].length)]
  return parts.flatMap((part) =>
    expandBraces(`${before}${part.trim()}${after}`, Math.floor(most / parts.length)),
  )
}

const fileInPiece = (piece: string): string[] => {
  const words = piece.trim().slice(0, 500).split(/\s+/).map(tidyPath)
  const path = words.find((word) => isFile(word) || isPathLike(word))
  if (path) return [path]
  const [first = ''] = words
  const alone = words.length === 1 || /^[([\-–—:]/.test(words[1] ?? '')
  return alone && /^[\w.-]+$/.test(first) && !/^(?:none|n\/?a|tbd|-+)$/i.test(first) ? [first] : []
}

const tidyPath = (path: string): string =>
  path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .replace(/^[*("']{1,9}(?=[\w.@])/, '')
    .replace(/[)"',:]{1,9}$/, '')

const isPathLike = (word: string): boolean =>
  /^[\w.@*~/][^\s<>|"]*\/[^\s<>|"]*$/.test(word) && !word.includes('://')

const isFile = (word: string): boolean => {
  if (!/^[\w.@*[\]{}~/+-]+$/.test(word)) return false
  const name = word.slice(word.lastIndexOf('/') + 1)
  if (wellKnown.test(name)) return true
  if (word.includes('/'))
    return !word.startsWith('/') && (name === '' || /[^.]\.[a-z][a-z0-9]{0,9}$/i.test(name))
  return endings.test(name)
}

const wellKnown =
  /^(?:Makefile|Dockerfile|LICENSE|README|CHANGELOG|Gemfile|Rakefile|\.gitignore|\.env(?:\.\w+)?)$/

const endings =
  /^[\w.@*-]+\.(?:[cm]?[jt]sx?|json[c5]?|md|mdx|py|go|rs|java|kts?|rb|php|cs|c|h|cc|cpp|hpp|swift|vue|svelte|s?css|html?|ya?ml|toml|ini|cfg|lock|sh|sql|txt|csv|xml|proto|graphql|tf|ex|exs|lua|dart|svg)$/i
