import { packageScripts, workspaceScripts } from './package-tests.ts'
import { recipes } from './recipe-tests.ts'
import type { TestTool } from './test-tool.ts'

const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile']
const JUSTFILES = ['justfile', 'Justfile', '.justfile']
const PYTHON = ['pyproject.toml', 'setup.cfg', 'tox.ini']

/** Files at the top whose text tells how a repository is tested. */
export const READ_FILES = [
  ...['package.json', 'pnpm-workspace.yaml', 'Cargo.toml'],
  ...[...MAKEFILES, ...JUSTFILES, ...PYTHON],
]

/** A file at the top says which language it is, and a language has one way to run its tests. */
const byFile = (name: string, files: string[], smoke: string): TestTool => ({
  name,
  find: ({ names }) => {
    const file = files.find((each) => names.includes(each))
    return file === undefined ? null : { file, smoke }
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

/** Those files may be there for other tools alone: they count where they speak of pytest, or tests lie beside them. */
const pytest: TestTool = {
  name: 'pytest',
  find: ({ names, texts }) => {
    const hasTests = names.some((each) => /^(?:tests?|conftest\.py|test_.*\.py)$/.test(each))
    const file =
      ['pytest.ini', 'conftest.py'].find((each) => names.includes(each)) ??
      PYTHON.find((each) => names.includes(each) && (hasTests || texts[each]?.includes('pytest')))
    return file === undefined ? null : { file, smoke: 'python3 -m pytest' }
  },
}

/** The first that is there counts: what the repository itself calls its tests before what a language has for everybody. */
export const testTools: TestTool[] = [
  packageScripts,
  recipes('just', 'just', JUSTFILES),
  recipes('make', 'make', MAKEFILES),
  workspaceScripts,
  cargo,
  // At the top of a workspace `./...` means no module at all, or only the one that lies there.
  byFile('go workspace', ['go.work'], "go list -f '{{.Dir}}/...' -m | xargs go test"),
  byFile('go', ['go.mod'], 'go test ./...'),
  wrapped('gradle', GRADLE, { wrapper: 'gradlew', program: 'gradle' }, ['test', 'check']),
  wrapped('maven', ['pom.xml'], { wrapper: 'mvnw', program: 'mvn' }, ['-B test', '-B verify']),
  dotnet,
  byFile('uv', ['uv.lock'], 'uv run pytest'),
  pytest,
  byFile('mix', ['mix.exs'], 'mix test'),
  recipes('make check', 'make', MAKEFILES, ['check']),
]
