import { availableParallelism } from 'node:os'
import type { Row } from '../measure.ts'
import { hook } from './hook.ts'
import { secrets } from './secrets.ts'
import { sqlInjection } from './sql-injection.ts'

/**
 * `npm run bench:checks`: how fast the checks are and how often they are right, on the project's own labelled cases.
 * Nothing here passes or fails. Names of measurements may follow, to run only those.
 */
const measurements: Record<string, () => Promise<Row[]>> = {
  secrets,
  'sql-injection': sqlInjection,
  hook,
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in measurements))
if (unknown !== undefined)
  throw new Error(`There is no ${unknown}, only ${Object.keys(measurements).join(', ')}.`)

console.log(`Node ${process.version}, ${process.platform}, ${availableParallelism()} cores\n`)
print({ what: 'what', result: 'result', goal: 'goal', how: 'how' })
for (const [name, measure] of Object.entries(measurements)) {
  if (asked.length === 0 || asked.includes(name)) for (const row of await measure()) print(row)
}

function print({ what, result, goal, how }: Row): void {
  console.log(`${what.padEnd(50)}${result.padStart(12)}  ${goal.padEnd(12)}${how}`)
}
