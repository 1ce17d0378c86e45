import { availableParallelism } from 'node:os'
import { endTerminals } from '../../helpers/terminal.ts'
import type { Row } from '../measure.ts'
import { cleanUp } from '../place.ts'
import { drain } from './drain.ts'
import { firstPaint } from './first-paint.ts'
import { flow, slowLine } from './flow.ts'
import { memory } from './memory.ts'
import { quiet } from './quiet.ts'
import { installPeers } from './rivals.ts'
import { openBound, openSession, SIZE } from './subjects.ts'

/**
 * `npm run bench:screen`: the client with a real host and real workers, beside a screen that does nothing but draw
 * (bound.mjs) fed with the same lines in the same minutes. Nothing here passes or fails. Names of measurements may
 * follow, to run only those. `--peers` fetches the programs that a drain is compared with from npm, into a folder that is
 * removed afterwards.
 */
const NAMES = ['first-paint', 'quiet', 'flow', 'slow-line', 'drain', 'memory']

const asked = process.argv.slice(2).filter((word) => word !== '--peers')
const unknown = asked.find((name) => !NAMES.includes(name))
if (unknown !== undefined) throw new Error(`There is no ${unknown}, only ${NAMES.join(', ')}.`)
if (process.platform !== 'linux')
  throw new Error('What a process costs is read from /proc: this runs on Linux.')

const late = setTimeout(() => {
  console.error('It takes longer than six minutes: given up.')
  void end().finally(() => process.exit(1))
}, 350_000)
try {
  console.log(`Node ${process.version}, ${availableParallelism()} cores, ${SIZE.columns}x${SIZE.rows}\n`)
  print({ what: 'what', result: 'result', goal: 'goal', how: 'how' })
  await measure()
} finally {
  clearTimeout(late)
  await end()
}
process.exit()

async function measure(): Promise<void> {
  const is = (name: string) => asked.length === 0 || asked.includes(name)
  const show = async (name: string, rows: () => Promise<Row[]>) => {
    if (is(name)) for (const row of await rows()) print(row)
  }
  if (process.argv.includes('--peers')) installPeers()
  const session = await openSession()
  await show('first-paint', () => firstPaint(session))
  const [terminal, bound] = await Promise.all([session.openClient(), openBound()])
  await show('quiet', () => quiet(terminal, bound))
  const client = { terminal, sources: await session.begin() }
  await show('flow', () => flow(session, client, bound))
  await show('slow-line', () => slowLine(client, bound))
  await show('drain', () => drain(client, bound))
  await show('memory', () => memory(session, client, bound))
  session.close()
  bound.feed.close()
}

async function end(): Promise<void> {
  await endTerminals()
  await cleanUp()
}

function print({ what, result, goal, how }: Row): void {
  console.log(`${what.padEnd(44)}${result.padStart(10)}  ${goal.padEnd(6)}${how}`)
}
