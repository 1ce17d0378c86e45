import { describe, expect, test } from 'vitest'
import { detect } from '../../../source/engine/detect.ts'

const node = (scripts: Record<string, string>, ...names: string[]) =>
  detect({
    names: ['package.json', ...names],
    texts: { 'package.json': JSON.stringify({ scripts }) },
  })

const others = (names: string[], texts: Record<string, string> = {}) => detect({ names, texts })
const commands = ({ smoke, full }: ReturnType<typeof detect>) => [smoke.command, full.command]

describe('a Node repository', () => {
  test.each([
    ['package-lock.json', 'npm test', 'npm run smoke', 'npm ci --no-audit --no-fund'],
    ['pnpm-lock.yaml', 'pnpm test', 'pnpm run smoke', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', 'yarn test', 'yarn run smoke', 'yarn install --frozen-lockfile'],
    // `bun test` would be bun's own test runner, not the repository's script.
    ['bun.lock', 'bun run test', 'bun run smoke', 'bun install --frozen-lockfile'],
    ['bun.lockb', 'bun run test', 'bun run smoke', 'bun install --frozen-lockfile'],
  ])('with %s is tested by %s and %s, and installed by %s', (lockFile, command, smoke, install) => {
    const one = node({ test: 'vitest run' }, lockFile)
    expect(one.full).toEqual({ source: 'detected', command, from: 'package.json' })
    expect(one.smoke).toEqual(one.full)
    expect(one.install).toEqual({ command: install, lockFile })
    expect(one.scripts).toEqual(['package.json test: vitest run'])
    const two = node({ test: 'vitest run', smoke: 'vitest run smoke' }, lockFile)
    expect(commands(two)).toEqual([smoke, command])
    expect(two.scripts).toEqual(['package.json smoke: vitest run smoke', 'package.json test: vitest run'])
  })

  test('quick ones at a checkpoint and all of them at a merge, where it tells them apart', () => {
    const pairs = [
      [{ test: 'x', 'test:unit': 'x', 'test:all': 'x' }, 'npm run test:unit', 'npm run test:all'],
      [{ test: 'x', 'test:ci': 'x' }, 'npm test', 'npm run test:ci'],
      [{ 'test:unit': 'x' }, 'npm run test:unit', 'npm run test:unit'],
      [{ 'test:all': 'x' }, 'npm run test:all', 'npm run test:all'],
    ] as const
    for (const [scripts, smoke, full] of pairs) expect(commands(node(scripts))).toEqual([smoke, full])
  })

  test('without a lock file installs nothing and is tested by npm', () => {
    const found = node({ test: 'node --test' })
    expect(found).toMatchObject({ install: null, smoke: { command: 'npm test' } })
  })

  test('whose test script is the one npm writes has no tests', () => {
    const found = node({ test: 'echo "Error: no test specified" && exit 1' }, 'package-lock.json')
    expect(found.full).toEqual({ source: 'not-configured', command: null })
    expect(found.scripts).toEqual([])
    expect(found.install).not.toBeNull()
  })

  test('every script that its tests run is shown for trust, once', () => {
    const found = node({
      ...{
        pretest: 'npm run build',
        build: 'tsc',
        test: 'run-s lint unit',
        lint: 'biome ci',
        unit: 'vitest run',
      },
      ...{ deploy: 'scp', constructor: 'x' },
    })
    expect(found.scripts.map((each) => each.split(/[ :]/)[1])).toEqual([
      'test',
      'pretest',
      'lint',
      'unit',
      'build',
    ])
    expect(node({ test: 'node constructor' }).scripts).toEqual(['package.json test: node constructor'])
  })

  test('without a test script is tested by what else is there', () => {
    const cargo = detect({
      names: ['package.json', 'Cargo.toml'],
      texts: { 'package.json': '{"scripts":{"build":"tsc"}}', 'Cargo.toml': '[package]' },
    })
    expect(commands(cargo)).toEqual(['cargo test', 'cargo test'])
    expect(node({ build: 'tsc' }).smoke.source).toBe('not-configured')
  })

  test.each(['{', 'null', '[]', '{"scripts": 3}', '{"scripts": {"test": 3}}', ''])(
    'whose package.json is %j has no test script and does no harm',
    (text) => {
      expect(others(['package.json'], { 'package.json': text }).smoke.source).toBe('not-configured')
    },
  )
})

describe('a repository of several packages', () => {
  const tested = (script: string) => JSON.stringify({ scripts: { test: script } })
  const several = (names: string[], top: object, texts: Record<string, string> = {}) =>
    detect({
      names: ['package.json', ...names],
      texts: { 'package.json': JSON.stringify({ workspaces: ['packages/*'], ...top }), ...texts },
      packages: { 'packages/a': tested('vitest run'), 'packages/b': '{}', 'packages/c': tested('jest') },
    })

  test.each([
    [['package-lock.json'], 'npm test --workspaces --if-present'],
    [['yarn.lock'], 'yarn workspaces run test'],
    [['yarn.lock', '.yarnrc.yml'], 'yarn workspaces foreach -A run test'],
    [['bun.lock'], "bun run --filter '*' test"],
  ])('with %j and nothing at its top is tested by %s', (names, command) => {
    const { smoke, scripts } = several(names, {})
    expect(smoke).toMatchObject({ command, from: 'package.json' })
    expect(scripts).toEqual([
      'package.json (packages/a) test: vitest run',
      'package.json (packages/c) test: jest',
    ])
  })

  test('of pnpm', () => {
    const texts = { 'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n" }
    expect(several(['pnpm-lock.yaml', 'pnpm-workspace.yaml'], { workspaces: [] }, texts).smoke.command).toBe(
      'pnpm -r test',
    )
  })

  test('is tested as its top says, where it does', () => {
    expect(several(['package-lock.json'], { scripts: { test: 'turbo test' } }).smoke.command).toBe('npm test')
  })

  test('none of which has tests has none', () => {
    const texts = { 'package.json': '{"workspaces": ["packages/*"]}' }
    const found = detect({ names: ['package.json'], texts, packages: { 'packages/b': '{}' } })
    expect(found.smoke.source).toBe('not-configured')
  })
})

describe('other repositories', () => {
  test.each([
    [['go.mod'], 'go test ./...', 'go test ./...'],
    [['pytest.ini'], 'python3 -m pytest', 'python3 -m pytest'],
    [['conftest.py'], 'python3 -m pytest', 'python3 -m pytest'],
    [['pyproject.toml', 'tests'], 'python3 -m pytest', 'python3 -m pytest'],
    [['tox.ini', 'test_shop.py'], 'python3 -m pytest', 'python3 -m pytest'],
    [['pyproject.toml', 'uv.lock'], 'uv run pytest', 'uv run pytest'],
    [['mix.exs'], 'mix test', 'mix test'],
    [['build.gradle.kts'], 'gradle test', 'gradle check'],
    [['settings.gradle', 'gradlew'], './gradlew test', './gradlew check'],
    [['pom.xml'], 'mvn -B test', 'mvn -B verify'],
    [['pom.xml', 'mvnw'], './mvnw -B test', './mvnw -B verify'],
    [['Shop.sln', 'src'], 'dotnet test', 'dotnet test'],
    [['Shop.csproj'], 'dotnet test', 'dotnet test'],
  ])('%j', (names, smoke, full) => {
    const found = others(['README.md', ...names])
    expect(commands(found)).toEqual([smoke, full])
    expect(found.smoke).toMatchObject({ source: 'detected', from: expect.stringMatching(/./) })
  })

  test('a Rust workspace is tested as a whole', () => {
    expect(others(['Cargo.toml'], { 'Cargo.toml': '[workspace]\nmembers = ["a"]' }).smoke.command).toBe(
      'cargo test --workspace',
    )
  })

  const makefile = `.PHONY: test
CC := gcc
build: main.c
\t$(CC) main.c
test-unit: build
\t./run quick
test: build ## all of them
\t./run all
\t./run slow
`

  test.each([
    ['Makefile', 'make'],
    ['justfile', 'just'],
  ])('a %s with targets of tests: what they run is shown for trust', (file, program) => {
    const found = others([file, 'main.c'], { [file]: makefile })
    expect(commands(found)).toEqual([`${program} test-unit`, `${program} test`])
    expect(found.scripts).toEqual([
      `${file} test-unit: build; ./run quick`,
      `${file} test: build ## all of them; ./run all; ./run slow`,
      `${file} build: main.c; $(CC) main.c`,
    ])
  })

  test('a Makefile without a target of tests tells nothing', () => {
    expect(others(['Makefile'], { Makefile: 'TEST := 1\nall:\n\tcc x.c\n' }).smoke.source).toBe(
      'not-configured',
    )
  })

  test('a just recipe with parameters, and quiet', () => {
    const text = '@test filter="":\n    cargo nextest run {{filter}}\n'
    expect(others(['justfile'], { justfile: text }).smoke.command).toBe('just test')
  })

  test('what the repository itself calls its tests goes before what a language has, `check` after it', () => {
    expect(others(['go.mod', 'Makefile'], { Makefile: makefile }).smoke.command).toBe('make test-unit')
    const check = { Makefile: 'check:\n\tgolint\n' }
    expect(others(['go.mod', 'Makefile'], check).smoke.command).toBe('go test ./...')
    expect(others(['main.c', 'Makefile'], check).smoke).toMatchObject({
      command: 'make check',
      from: 'Makefile',
    })
  })

  test('a workspace of Go modules is tested module by module', () => {
    expect(others(['go.work', 'go.mod']).smoke).toMatchObject({
      command: "go list -f '{{.Dir}}/...' -m | xargs go test",
      from: 'go.work',
    })
  })

  test('a pyproject.toml of other tools alone tells nothing', () => {
    const tool = (text: string, ...names: string[]) =>
      others(['pyproject.toml', ...names], { 'pyproject.toml': text }).smoke.command
    expect(tool('[tool.ruff]\n')).toBeNull()
    expect(tool('[tool.ruff]\n', 'tests')).toBe('python3 -m pytest')
    expect(tool('[tool.pytest.ini_options]\n')).toBe('python3 -m pytest')
  })

  test('nothing known: not configured, nothing to install', () => {
    expect(others(['README.md', 'package-lock.json'])).toEqual({
      ...{
        smoke: { source: 'not-configured', command: null },
        full: { source: 'not-configured', command: null },
      },
      ...{ install: null, scripts: [] },
    })
  })
})
