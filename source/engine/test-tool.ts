/** A repository's tree at a commit, as much as tells how it is tested. */
export interface RepositoryFiles {
  /** At the top, folders too. */
  names: string[]
  /** Of the files at the top that are asked for and are there. */
  texts: Record<string, string>
  /** Of the package.json below it, by folder, where the top says that it has several packages. */
  packages?: Record<string, string>
}

export interface Found {
  /** The file that says so. */
  file: string
  /** For checkpoints; `full` for merges, where that is another one. */
  smoke: string
  full?: string
  /** Scripts of the file that are run by it: `test: vitest run`. */
  scripts?: string[]
}

/** One tool that runs tests. */
export interface TestTool {
  name: string
  find: (files: RepositoryFiles) => Found | null
}
