import { z } from 'zod'
import type { TestSetting } from '../model/config.ts'

/** What a repository's own files say of how it is installed and tested. Only from a commit, never from a worktree. */
export interface RepositoryFiles {
  /** Names at the top of the tree. */
  names: string[]
  packageJson: string | null
}

export interface Detected {
  test: TestSetting
  install: { command: string; lockFile: string } | null
  /** Scripts of the repository that those commands run, for a person to trust. */
  scripts: string[]
}

export function detect(files: RepositoryFiles): Detected {
  const { names } = files
  const scripts = packageScripts(files.packageJson)
  const manager = packageManager(names)
  const ownTest = scripts?.test && !scripts.test.includes('no test specified') ? scripts.test : null
  const command = ownTest ? manager.test : OTHER_TESTS.find(([file]) => names.includes(file))?.[1]
  return {
    test: command ? { source: 'detected', command } : { source: 'not-configured', command: null },
    install:
      files.packageJson !== null && names.includes(manager.lockFile)
        ? { command: manager.command, lockFile: manager.lockFile }
        : null,
    scripts: ownTest ? [`test: ${ownTest}`] : [],
  }
}

const MANAGERS = [
  { lockFile: 'pnpm-lock.yaml', test: 'pnpm test', command: 'pnpm install --frozen-lockfile' },
  { lockFile: 'yarn.lock', test: 'yarn test', command: 'yarn install --frozen-lockfile' },
  // `bun test` is bun's own test runner, not the repository's script.
  { lockFile: 'bun.lock', test: 'bun run test', command: 'bun install --frozen-lockfile' },
  { lockFile: 'package-lock.json', test: 'npm test', command: 'npm ci --no-audit --no-fund' },
]

const OTHER_TESTS: [file: string, command: string][] = [
  ['Cargo.toml', 'cargo test'],
  ['go.mod', 'go test ./...'],
  ['uv.lock', 'uv run pytest'],
  ['pytest.ini', 'python3 -m pytest'],
  ['pyproject.toml', 'python3 -m pytest'],
  ['mix.exs', 'mix test'],
]

const packageManager = (names: string[]) =>
  MANAGERS.find(({ lockFile }) => names.includes(lockFile)) ?? (MANAGERS.at(-1) as (typeof MANAGERS)[number])

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()).optional() })

function packageScripts(text: string | null): Record<string, string> | null {
  try {
    return packageSchema.parse(JSON.parse(text ?? 'null')).scripts ?? null
  } catch {
    return null
  }
}
