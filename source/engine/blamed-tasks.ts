/** What a commit is about, as far as it says. */
export interface Work {
  tasks: string[]
  files: string[]
}

/** Shorter names stand in logs for all kinds of things. */
const LEAST = 5

/**
 * The tasks whose commits touch a file that the failing tests name, by its path or its own name. Where that tells
 * nothing, all of them: one of them it is.
 */
export function blamedTasks(commits: readonly Work[], all: readonly string[], log: string): string[] {
  const known = new Set(all)
  const isNamed = (file: string) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    return log.includes(file) || (name.length >= LEAST && log.includes(name))
  }
  const blamed = new Set(
    commits
      .filter(({ files }) => files.some(isNamed))
      .flatMap(({ tasks }) => tasks.filter((task) => known.has(task))),
  )
  return blamed.size > 0 ? all.filter((task) => blamed.has(task)) : [...all]
}
