import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Everything of one round, and nothing of the person's own at this machine. */
export interface Place {
  base: string
  root: string
  plan: string
  home: string
  /** What the program and everything it starts is given. */
  env: Record<string, string>
  argv: (...args: string[]) => string[]
  /** A file system that is small enough to be filled; null: none could be mounted here. */
  small: boolean
  remove: () => void
}

/** The names of the streams; the last two wait for others. */
export const STREAMS = ['parser', 'lexer', 'types', 'emitter', 'linker', 'docs']
export const TASKS = 2

const AFTER: Record<string, string> = { linker: 'emitter', docs: 'parser' }

const planText = `# Torture\n\n### Phase 0: All of it - PARALLEL\n\n${STREAMS.map(
  (name) => `#### Stream: ${name} (2 days)
**Files:**
- \`${name}/\`
${AFTER[name] ? `\n**Depends on:** ${AFTER[name]}\n` : ''}
**Work:**
${Array.from({ length: TASKS }, (_, index) => `${index + 1}. Part ${index + 1} of ${name}`).join('\n')}`,
).join('\n\n')}\n`

export const git = (root: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()

/** `onSmallDisk`: the state is kept on a tmpfs of 48 MB, where the machine lets one be mounted. */
export function makePlace(onSmallDisk: boolean): Place {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'brt-')))
  const [root, home, sockets, tmp] = ['repo', 'home', 's', 'tmp'].map((name) => join(base, name)) as [
    ...[string, string, string, string],
  ]
  for (const folder of [root, home, tmp]) mkdirSync(folder)
  mkdirSync(sockets, { mode: 0o700 })
  const mounted =
    onSmallDisk && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', home]).status === 0
  cpSync(join(import.meta.dirname, '../../dist'), join(base, 'dist'), { recursive: true })
  writeFileSync(join(base, 'package.json'), '{"type":"module"}')
  git(root, 'init', '--quiet', '--initial-branch=main')
  git(root, 'config', 'user.name', 'Ada Tester')
  git(root, 'config', 'user.email', 'ada@example.com')
  writeFileSync(join(root, 'README.md'), 'hello\n')
  writeFileSync(join(root, 'shared.txt'), 'all:\nend\n')
  writeFileSync(
    join(root, 'check.sh'),
    'for file in */*.txt; do [ ! -e "$file" ] || [ -s "$file" ] || exit 1; done\n',
  )
  git(root, 'add', '-A')
  git(root, 'commit', '--quiet', '-m', 'first')
  const plan = join(base, 'PLAN.md')
  writeFileSync(plan, planText)
  writeFileSync(join(root, 'br.config.json'), '{"tests":{"smoke":"sh check.sh"},"retries":3}')
  git(root, 'add', '-A')
  git(root, 'commit', '--quiet', '-m', 'configuration')
  const env = {
    ...{ PATH: process.env.PATH ?? '', HOME: base, LANG: 'C.UTF-8', TERM: 'xterm', TMPDIR: tmp },
    ...{ XDG_CONFIG_HOME: join(base, '.config'), XDG_RUNTIME_DIR: sockets, BR_HOME: home },
    // The mark by which everything of this round is found, also what lost its parent.
    BR_TORTURE: base,
    NODE_COMPILE_CACHE: join(base, 'compiled'),
  }
  return {
    ...{ base, root, plan, home, env, small: mounted },
    argv: (...args) => [process.execPath, join(base, 'dist/cli.js'), ...args, '--cwd', root],
    remove: () => {
      if (mounted) spawnSync('umount', ['-l', home])
      rmSync(base, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
