import { isGlob, matcherOf } from './match-files.ts'

/**
 * Whether a plan means a file by what it wrote: the file itself, a folder it is in, or a pattern with `*`, `**`, `?` and
 * `{a,b}`. `anyDepth`: a bare name is meant wherever it lies.
 */
export function isDeclared(file: string, declared: Iterable<string>, { anyDepth = false } = {}): boolean {
  for (const written of declared) {
    const pattern = written.replace(/^\.?\/+/, '').replace(/\/+$/, '')
    if (pattern === '' || pattern === '.') continue
    if (file === pattern || file.startsWith(`${pattern}/`)) return true
    const name = file.slice(file.lastIndexOf('/') + 1)
    if (anyDepth && (name === pattern || (!pattern.includes('/') && matches(name, pattern)))) return true
    if (matches(file, pattern)) return true
  }
  return false
}

const matches = (file: string, pattern: string): boolean => isGlob(pattern) && matcherOf(pattern)(file)
