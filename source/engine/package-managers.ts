/** Who installs a Node repository and runs its scripts: told by the lock file. */
const MANAGERS = [
  { lockFile: 'pnpm-lock.yaml', run: 'pnpm', command: 'pnpm install --frozen-lockfile' },
  { lockFile: 'yarn.lock', run: 'yarn', command: 'yarn install --frozen-lockfile' },
  // `bun test` is bun's own test runner, not the repository's script.
  { lockFile: 'bun.lock', run: 'bun run', command: 'bun install --frozen-lockfile' },
  { lockFile: 'bun.lockb', run: 'bun run', command: 'bun install --frozen-lockfile' },
  { lockFile: 'package-lock.json', run: 'npm', command: 'npm ci --no-audit --no-fund' },
]

export const packageManager = (names: string[]) =>
  MANAGERS.find(({ lockFile }) => names.includes(lockFile)) ?? (MANAGERS.at(-1) as (typeof MANAGERS)[number])
