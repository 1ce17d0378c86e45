import { addLine, type Lines } from './report.ts'

/**
 * A report's lines by the repository's own paths. Tools name files absolutely, relative to some folder, or below a module
 * or package: a path belongs to the file with which it shares the longest end, if only one does and one of the two is the
 * end of the other. `root` is the folder in which the tests ran.
 */
export const matchFiles = (
  reported: Map<string, Lines>,
  files: string[],
  root?: string,
): Map<string, Lines> => {
  const byName = groupByName(files)
  const matched = new Map<string, { shared: number; lines: Lines[] }>()
  for (const [path, lines] of reported) {
    const found = findFile(segments(path, root), byName)
    if (!found) continue
    const before = matched.get(found.file)
    // A file of a package beside may end like one of ours: the one that shares more is ours.
    if (!before || found.shared > before.shared)
      matched.set(found.file, { shared: found.shared, lines: [lines] })
    else if (found.shared === before.shared) before.lines.push(lines)
  }
  return new Map([...matched].map(([file, { lines }]) => [file, merge(lines)]))
}

const merge = (all: Lines[]): Lines => {
  const merged: Lines = new Map()
  for (const lines of all) for (const [line, hits] of lines) addLine(merged, line, hits)
  return merged
}

const segments = (path: string, root?: string): string[] => {
  const slashed = path.replaceAll('\\', '/')
  const below = root && slashed.startsWith(`${root}/`) ? slashed.slice(root.length + 1) : slashed
  return below.split('/').filter((part) => part !== '' && part !== '.')
}

const groupByName = (files: string[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>()
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1)
    groups.set(name, [...(groups.get(name) ?? []), file])
  }
  return groups
}

const findFile = (
  path: string[],
  byName: Map<string, string[]>,
): { file: string; shared: number } | undefined => {
  const fitting = (byName.get(path.at(-1) ?? '') ?? [])
    .map((file) => ({ file, parts: file.split('/') }))
    .map(({ file, parts }) => ({ file, parts, shared: sharedEnd(path, parts) }))
    .filter(({ parts, shared }) => shared === path.length || shared === parts.length)
  const most = Math.max(...fitting.map(({ shared }) => shared))
  const best = fitting.filter(({ shared }) => shared === most)
  // The very same path is no guess, however many others end like it.
  const same = best.find(({ parts }) => parts.length === path.length)
  return same ?? (best.length === 1 ? best[0] : undefined)
}

const sharedEnd = (a: string[], b: string[]): number => {
  let shared = 0
  while (shared < Math.min(a.length, b.length) && a.at(-1 - shared) === b.at(-1 - shared)) shared += 1
  return shared
}
