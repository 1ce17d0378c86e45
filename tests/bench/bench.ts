import { availableParallelism } from 'node:os'
import { agents } from './agents.ts'
import { checkpoint } from './checkpoint.ts'
import { idle } from './idle.ts'
import { makespan } from './makespan.ts'
import type { Row } from './measure.ts'
import { cleanUp } from './place.ts'
import { startUp } from './start-up.ts'
import { state } from './state.ts'
import { telemetry } from './telemetry.ts'

/**
 * `npm run bench`: what br-tui adds to what has to be done anyway. Nothing here passes or fails: a machine that is
 * busy with something else gives other numbers. Names of measurements may follow, to run only those.
 */
const measurements: Record<string, () => Promise<Row[]>> = {
  'start-up': startUp,
  state,
  idle,
  checkpoint,
  makespan,
  agents,
  telemetry,
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in measurements))
if (unknown !== undefined)
  throw new Error(`There is no ${unknown}, only ${Object.keys(measurements).join(', ')}.`)

const late = setTimeout(() => {
  console.error('It takes longer than seven minutes: given up.')
  void cleanUp().finally(() => process.exit(1))
}, 410_000)
try {
  console.log(`Node ${process.version}, ${process.platform}, ${availableParallelism()} cores\n`)
  print({ what: 'what', result: 'result', goal: 'goal', how: 'how' })
  for (const [name, measure] of Object.entries(measurements)) {
    if (asked.length === 0 || asked.includes(name)) for (const row of await measure()) print(row)
  }
} finally {
  clearTimeout(late)
  await cleanUp()
}

function print({ what, result, goal, how }: Row): void {
  console.log(`${what.padEnd(50)}${result.padStart(12)}  ${goal.padEnd(8)}${how}`)
}
