import { describe, expect, test } from 'vitest'
import { detect } from '../../../source/engine/detect.ts'

const node = (scripts: Record<string, string>, ...names: string[]) =>
  detect({ names: ['package.json', ...names], packageJson: JSON.stringify({ scripts }) })

const others = (...names: string[]) => detect({ names, packageJson: null }).test

describe('a Node repository', () => {
  test.each([
    ['package-lock.json', 'npm test', 'npm ci --no-audit --no-fund'],
    ['pnpm-lock.yaml', 'pnpm test', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', 'yarn test', 'yarn install --frozen-lockfile'],
    // `bun test` would be bun's own test runner, not the repository's script.
    ['bun.lock', 'bun run test', 'bun install --frozen-lockfile'],
  ])('with %s is tested by %s and installed by %s', (lockFile, command, install) => {
    const { test: found, install: how, scripts } = node({ test: 'vitest run' }, lockFile)
    expect(found).toEqual({ source: 'detected', command })
    expect(how).toEqual({ command: install, lockFile })
    expect(scripts).toEqual(['test: vitest run'])
  })

  test('without a lock file installs nothing and is tested by npm', () => {
    const found = node({ test: 'node --test' })
    expect(found).toMatchObject({ install: null, test: { command: 'npm test' } })
  })

  test('whose test script is the one npm writes has no tests', () => {
    const found = node({ test: 'echo "Error: no test specified" && exit 1' }, 'package-lock.json')
    expect(found.test).toEqual({ source: 'not-configured', command: null })
    expect(found.scripts).toEqual([])
    expect(found.install).not.toBeNull()
  })

  test('without a test script is tested by what else is there', () => {
    expect(node({ build: 'tsc' }, 'Cargo.toml').test).toEqual({ source: 'detected', command: 'cargo test' })
    expect(node({ build: 'tsc' }).test.source).toBe('not-configured')
  })

  test.each(['{', 'null', '[]', '{"scripts": 3}', '{"scripts": {"test": 3}}', ''])(
    'whose package.json is %j has no test script and does no harm',
    (packageJson) => {
      expect(detect({ names: ['package.json'], packageJson }).test.source).toBe('not-configured')
    },
  )
})

describe('other repositories', () => {
  test.each([
    ['Cargo.toml', 'cargo test'],
    ['go.mod', 'go test ./...'],
    ['pytest.ini', 'python3 -m pytest'],
    ['pyproject.toml', 'python3 -m pytest'],
    ['uv.lock', 'uv run pytest'],
    ['mix.exs', 'mix test'],
  ])('%s is tested by %s', (file, command) => {
    expect(others('README.md', file)).toEqual({ source: 'detected', command })
  })

  test('a uv project is run by uv, not by the bare interpreter', () => {
    expect(others('pyproject.toml', 'uv.lock').command).toBe('uv run pytest')
  })

  test('nothing known: not configured, nothing to install', () => {
    expect(detect({ names: ['README.md', 'package-lock.json'], packageJson: null })).toEqual({
      test: { source: 'not-configured', command: null },
      install: null,
      scripts: [],
    })
  })
})
