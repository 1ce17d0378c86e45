import { isGlob, matcherOf } from './match-files.ts'
import type { UnionFind } from './union-find.ts'

/** Each pattern is held against each file; of more than this only what stands before the first sign counts. */
const mostPatterns = 50

/** Brings those together that name the same file, a file and its folder, or a file and a pattern it fits. */
export const joinByFiles = (files: string[][], sets: UnionFind): void => {
  const namers = new Map<string, number>()
  const patterns = new Map<string, number>()
  files.forEach((paths, member) => {
    for (const path of paths) {
      const name = path.replace(/\/+$/, '')
      const kept = isGlob(name) ? patterns : namers
      const known = kept.get(name)
      if (known === undefined) kept.set(name, member)
      else sets.join(known, member)
    }
  })
  const join = (path: string, member: number) => {
    const other = namers.get(path)
    if (other !== undefined) sets.join(other, member)
  }
  const exact = [...patterns]
    .slice(0, mostPatterns)
    .map(([glob, member]) => ({ fits: matcherOf(glob), member }))
  for (const [path, member] of namers) {
    for (const folder of foldersOf(path)) join(folder, member)
    for (const pattern of exact) if (pattern.fits(path)) sets.join(pattern.member, member)
  }
  joinPatterns(patterns, join, sets)
}

/** Two patterns are not solved against each other: what they have in common before the first sign decides. */
const joinPatterns = (
  patterns: Map<string, number>,
  join: (path: string, member: number) => void,
  sets: UnionFind,
): void => {
  const byStart = new Map<string, number>()
  for (const [glob, member] of patterns) {
    const start = foldersOf(glob).find((folder) => !isGlob(folder)) ?? ''
    const other = byStart.get(start)
    if (other === undefined) byStart.set(start, member)
    else sets.join(other, member)
    for (const folder of [start, ...foldersOf(start)]) join(folder, member)
  }
  for (const [start, member] of byStart) {
    for (const folder of start === '' ? [] : [...foldersOf(start), '']) {
      const other = byStart.get(folder)
      if (other !== undefined) sets.join(other, member)
    }
  }
}

/** Every folder above a path, the nearest first. */
export const foldersOf = (path: string): string[] => {
  const folders: string[] = []
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    folders.push(path.slice(0, at))
  }
  return folders
}
