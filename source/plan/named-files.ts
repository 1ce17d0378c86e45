import { isGlob, matcherOf } from './match-files.ts'

/**
 * By each name of a file, folder or pattern: who names it, or something that lies in it. Owners keep the order in which
 * they were given.
 */
export const namersOf = (owners: { id: string; files: Iterable<string> }[]): Map<string, string[]> => {
  const exact = new Map<string, Set<string>>()
  for (const { id, files } of owners) {
    for (const file of files) {
      const name = plainName(file)
      exact.set(name, (exact.get(name) ?? new Set()).add(id))
    }
  }
  const namers = new Map([...exact].map(([name, ids]) => [name, new Set(ids)]))
  const spread = (wide: string, ids: Set<string>) => {
    for (const id of ids) namers.get(wide)?.add(id)
  }
  for (const [name, ids] of exact) for (const folder of foldersOf(name)) spread(folder, ids)
  for (const glob of [...exact.keys()].filter(isGlob).slice(0, mostGlobs)) {
    const isMeant = matcherOf(glob)
    for (const [name, ids] of exact) if (name !== glob && isMeant(name)) spread(glob, ids)
  }
  const place = new Map(owners.map(({ id }, index) => [id, index]))
  const order = (a: string, b: string) => (place.get(a) ?? 0) - (place.get(b) ?? 0)
  return new Map([...namers].map(([name, ids]) => [name, [...ids].sort(order)]))
}

/** A folder is the same with and without a slash behind it. */
export const plainName = (file: string): string => file.replace(/(?<=.)\/+$/, '')

/** Whether a file is what a name of `namersOf` means, or lies in it. */
export const isWithin = (file: string, name: string): boolean => {
  const plain = plainName(file)
  return plain === name || plain.startsWith(`${name}/`) || (isGlob(name) && matcherOf(name)(plain))
}

/** Each is held against every name; a plan with more has them from a machine. */
const mostGlobs = 200

const foldersOf = (name: string): string[] => {
  const folders: string[] = []
  for (let slash = name.indexOf('/'); slash > 0 && folders.length < 40; slash = name.indexOf('/', slash + 1))
    folders.push(name.slice(0, slash))
  return folders
}
