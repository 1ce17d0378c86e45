/** What scripts, targets and recipes of tests are called; the first that is there counts. */
const SMOKE = ['test:smoke', 'smoke', 'test:fast', 'test:quick', 'test:unit']
const FULL = ['test:all', 'test:full', 'test:ci', 'test']

export interface Picked {
  /** For checkpoints, and for merges: the same where there is one kind. */
  smoke: string
  full: string
}

/** `sign` stands between the words of a name: `test:unit` in a package, `test-unit` in a makefile. */
export function pick(names: readonly string[], sign: ':' | '-'): Picked | null {
  const find = (wanted: string[]) =>
    wanted.map((name) => name.replace(':', sign)).find((name) => names.includes(name))
  const all = find(FULL)
  const quick = find(SMOKE) ?? (names.includes('test') ? 'test' : all)
  return quick === undefined ? null : { smoke: quick, full: all ?? quick }
}

/**
 * Those, and then all others that they may run, for a person to read: whose name stands in one of them, and npm runs
 * `pretest` and `posttest` of itself.
 */
export function withWhatTheyRun(
  first: readonly string[],
  scripts: Readonly<Record<string, string>>,
): string[] {
  const all = new Set(first)
  for (const name of all) {
    const words = scripts[name]?.match(/[\w:.-]+/g) ?? []
    for (const other of [`pre${name}`, ...words, `post${name}`])
      if (Object.hasOwn(scripts, other)) all.add(other)
  }
  return [...all].map((name) => `${name}: ${scripts[name]}`)
}
