import { spawnSync } from 'node:child_process'
import { inTurns, ms, type Row, times } from './measure.ts'
import { program } from './place.ts'

/** How long it takes until the program has said something, against Node doing nothing at all. */
export async function startUp(): Promise<Row[]> {
  const took = await inTurns(21, {
    bare: () => node('-e', '0'),
    version: () => node(program, '--version'),
    help: () => node(program, '--help'),
  })
  const row = (what: 'version' | 'help', goal: string): Row => ({
    what: `start-up: --${what}`,
    result: times(took[what] / took.bare),
    goal,
    how: `${ms(took[what])} ÷ ${ms(took.bare)} (node -e 0)`,
  })
  return [row('version', '≤ 2'), row('help', '-')]
}

function node(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`)
}
