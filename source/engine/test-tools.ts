import { z } from 'zod'
import { packageManager } from './package-managers.ts'

/** The top of a repository's tree, at a commit. */
export interface RepositoryFiles {
  names: string[]
  /** Of the files that are asked for below and are there. */
  texts: Record<string, string>
}

/** Files whose text tells how a repository is tested. */
export const READ_FILES = [
  ...[
    'package.json',
    'Cargo.toml',
    'GNUmakefile',
    'makefile',
    'Makefile',
    'justfile',
    'Justfile',
    '.justfile',
  ],
]

export interface Found {
  /** The file that says so. */
  file: string
  /** For checkpoints; `full` for merges, where that is another one. */
  smoke: string
  full?: string
  /** Scripts of the file that are run by it: `test: vitest run`. */
  scripts?: string[]
}

/** One tool that runs tests. The repository's own scripts go before what a language has by itself. */
export interface TestTool {
  name: string
  find: (files: RepositoryFiles) => Found | null
}

/** What scripts and targets are called; the first that is there counts. */
const SMOKE = ['test:smoke', 'smoke', 'test:fast', 'test:quick', 'test:unit']
const FULL = ['test:all', 'test:full', 'test:ci', 'test']
const dashed = (names: string[]): string[] => names.map((name) => name.replace(':', '-'))

interface Picked {
  smoke: string
  full: string
}

function pick(names: string[], { smoke, full }: { smoke: string[]; full: string[] }): Picked | null {
  const all = full.find((name) => names.includes(name))
  const quick = smoke.find((name) => names.includes(name)) ?? (names.includes('test') ? 'test' : all)
  return quick === undefined ? null : { smoke: quick, full: all ?? quick }
}

const packageScripts: TestTool = {
  name: 'npm, pnpm, yarn, bun',
  find: ({ names, texts }) => {
    const scripts = scriptsOf(texts['package.json'] ?? '')
    const usable = Object.keys(scripts).filter((name) => !scripts[name]?.includes('no test specified'))
    const picked = pick(usable, { smoke: SMOKE, full: FULL })
    if (!picked) return null
    const { run } = packageManager(names)
    const command = (name: string) =>
      name === 'test' || run === 'bun run' ? `${run} ${name}` : `${run} run ${name}`
    return {
      file: 'package.json',
      smoke: command(picked.smoke),
      full: command(picked.full),
      scripts: [...new Set([picked.smoke, picked.full])].map((name) => `${name}: ${scripts[name]}`),
    }
  },
}

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()).optional() })

function scriptsOf(text: string): Record<string, string> {
  try {
    return packageSchema.parse(JSON.parse(text)).scripts ?? {}
  } catch {
    return {}
  }
}

/** A file at the top says which language it is, and a language has one way to run its tests. */
const byFile = (name: string, files: string[], smoke: string, full = smoke): TestTool => ({
  name,
  find: ({ names }) => {
    const file = files.find((each) => names.includes(each))
    return file === undefined ? null : { file, smoke, full }
  },
})

const cargo: TestTool = {
  name: 'cargo',
  find: ({ texts }) => {
    const text = texts['Cargo.toml']
    if (text === undefined) return null
    return {
      file: 'Cargo.toml',
      smoke: /^\[workspace\]/m.test(text) ? 'cargo test --workspace' : 'cargo test',
    }
  },
}

const GRADLE = ['settings.gradle.kts', 'settings.gradle', 'build.gradle.kts', 'build.gradle']

/** With its wrapper where there is one: that is the version the repository wants. */
const wrapped = (
  name: string,
  files: string[],
  { wrapper, program }: { wrapper: string; program: string },
  [smoke, full]: [string, string],
): TestTool => ({
  name,
  find: ({ names }) => {
    const file = files.find((each) => names.includes(each))
    if (file === undefined) return null
    const runner = names.includes(wrapper) ? `./${wrapper}` : program
    return { file, smoke: `${runner} ${smoke}`, full: `${runner} ${full}` }
  },
})

const dotnet: TestTool = {
  name: 'dotnet',
  find: ({ names }) => {
    const file =
      names.find((each) => /\.slnx?$/.test(each)) ?? names.find((each) => /\.(?:cs|fs|vb)proj$/.test(each))
    return file === undefined ? null : { file, smoke: 'dotnet test' }
  },
}

/** Targets of a makefile and recipes of a justfile look alike: a name at the start of a line, then a colon. */
const targets = (name: string, program: string, files: string[]): TestTool => ({
  name,
  find: ({ texts }) => {
    const file = files.find((each) => texts[each] !== undefined)
    if (file === undefined) return null
    const recipes = recipesOf(texts[file] as string)
    const picked = pick([...recipes.keys()], { smoke: dashed(SMOKE), full: [...dashed(FULL), 'check'] })
    if (!picked) return null
    return {
      file,
      smoke: `${program} ${picked.smoke}`,
      full: `${program} ${picked.full}`,
      scripts: [...new Set([picked.smoke, picked.full])].map((each) => `${each}: ${recipes.get(each)}`),
    }
  },
})

/** As much of a recipe as a person can read before trusting it. */
const SHOWN = 300

function recipesOf(text: string): Map<string, string> {
  const found = [
    ...text.matchAll(
      /^@?([A-Za-z][\w-]*)(?![ \t]*[:?+]?=)(?:[ \t]+[^:\n]*)?:([^\n]*)((?:\n[ \t]+\S[^\n]*)*)/gm,
    ),
  ]
  return new Map(
    found.map(([, name = '', needs = '', lines = '']) => {
      const recipe = [needs, ...lines.split('\n')].map((line) => line.trim()).filter((line) => line !== '')
      return [name, recipe.join('; ').slice(0, SHOWN)]
    }),
  )
}

export const testTools: TestTool[] = [
  packageScripts,
  cargo,
  byFile('go', ['go.mod'], 'go test ./...'),
  wrapped('gradle', GRADLE, { wrapper: 'gradlew', program: 'gradle' }, ['test', 'check']),
  wrapped('maven', ['pom.xml'], { wrapper: 'mvnw', program: 'mvn' }, ['-B test', '-B verify']),
  dotnet,
  byFile('uv', ['uv.lock'], 'uv run pytest'),
  byFile('pytest', ['pytest.ini', 'pyproject.toml', 'tox.ini', 'conftest.py'], 'python3 -m pytest'),
  byFile('mix', ['mix.exs'], 'mix test'),
  targets('just', 'just', ['justfile', 'Justfile', '.justfile']),
  targets('make', 'make', ['GNUmakefile', 'makefile', 'Makefile']),
]
