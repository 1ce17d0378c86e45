/** A file that a tool writes from another one: rather made again by it than merged. */
export interface LockFile {
  name: string
  /** Its program, which must be one that this session runs anyway. */
  tool: string
  /** Writes the lock file and nothing else, and runs none of the scripts of what it locks. */
  command: string
  /** It reads what git leaves of a conflict, and keeps the versions of both sides. Else it is given ours. */
  readsMarkers: boolean
}

const npm = {
  tool: 'npm',
  command: 'npm install --package-lock-only --ignore-scripts --no-audit --no-fund',
  readsMarkers: true,
}

const LOCK_FILES: LockFile[] = [
  { name: 'package-lock.json', ...npm },
  { name: 'npm-shrinkwrap.json', ...npm },
  {
    name: 'pnpm-lock.yaml',
    tool: 'pnpm',
    command: 'pnpm install --lockfile-only --ignore-scripts --no-frozen-lockfile',
    readsMarkers: true,
  },
  { name: 'yarn.lock', tool: 'yarn', command: 'yarn install --mode=update-lockfile', readsMarkers: true },
  {
    name: 'bun.lock',
    tool: 'bun',
    command: 'bun install --lockfile-only --ignore-scripts',
    readsMarkers: false,
  },
  { name: 'uv.lock', tool: 'uv', command: 'uv lock', readsMarkers: false },
  { name: 'Cargo.lock', tool: 'cargo', command: 'cargo update --workspace', readsMarkers: false },
]

export const lockFileOf = (file: string): LockFile | undefined =>
  LOCK_FILES.find(({ name }) => file === name || file.endsWith(`/${name}`))

/** A person has trusted these commands, and one of them runs the tool. */
export const isTrusted = ({ tool }: LockFile, commands: readonly string[]): boolean =>
  commands.some((command) => command.split(/[\s;&|()]+/).includes(tool))
