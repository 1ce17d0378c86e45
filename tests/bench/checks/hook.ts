import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Row } from '../measure.ts'

const root = join(import.meta.dirname, '../../..')
const program = join(root, 'dist/cli.js')

/** `br-tui hook run` over 50 staged files, beside Node that starts and git that says what is staged. */
export async function hook(): Promise<Row[]> {
  return [
    ...measured('ordinary source', 'source/{engine,plan}/*.ts'),
    ...measured('source with SQL', 'source/checks/**/*.ts'),
  ]
}

function measured(what: string, pattern: string): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'br-hook-'))
  const env = { ...process.env, BR_HOME: join(folder, 'home'), NODE_COMPILE_CACHE: join(folder, 'cache') }
  const repo = join(folder, 'repo')
  const run = (file: string, args: string[]) => execFileSync(file, args, { cwd: repo, env, stdio: 'pipe' })
  try {
    mkdirSync(repo)
    run('git', ['init', '-q'])
    for (const file of globSync(pattern, { cwd: root }).sort().slice(0, 50)) {
      mkdirSync(dirname(join(repo, file)), { recursive: true })
      writeFileSync(join(repo, file), readFileSync(join(root, file)))
    }
    run('git', ['add', '.'])
    const bare = () => {
      run(process.execPath, ['-e', ''])
      run('git', ['diff', '--cached', '--raw', '-z'])
    }
    const hooked = () => run(process.execPath, [program, 'hook', 'run'])
    const cold = timed(hooked)
    const pairs = Array.from({ length: 9 }, () => [timed(hooked), timed(bare)] as const)
    const [warm, least] = [median(pairs.map(([took]) => took)), median(pairs.map(([, took]) => took))]
    const load = `load ${loadavg()[0]?.toFixed(1)}`
    return [
      row(`${what}, first time`, cold, '≤ 2000 ms', load),
      row(what, warm, '≤ 500 ms', `${(warm / least).toFixed(1)}× Node and git (${ms(least)}), ${load}`),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const row = (what: string, taken: number, goal: string, how: string): Row => ({
  what: `hook run, 50 files: ${what}`,
  result: ms(taken),
  goal,
  how,
})

const ms = (taken: number): string => `${Math.round(taken)} ms`

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
