import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Event } from '../../source/model/event.ts'
import type { PlanReport } from '../../source/model/plan.ts'
import { type Row, times } from './measure.ts'
import { base, makeRepo, program } from './place.ts'

const run = promisify(execFile)
const STREAMS = 6
const TASKS = 10
const BATCH = 5
const LONGEST_RUN = 90_000

/** 60 one-second tasks in 6 streams, five a batch, through the built program: how far from what is possible at all. */
export async function makespan(): Promise<Row[]> {
  // As many as br-tui takes by itself here, and three, which on two cores get in each other's way.
  const own = Math.max(1, Math.min(availableParallelism() - 1, STREAMS))
  const rows: Row[] = []
  for (const workers of new Set([own, 3])) rows.push(...(await runWith(`${workers}`)))
  return rows
}

async function runWith(workers: string): Promise<Row[]> {
  const root = makeRepo(`makespan-${workers}`, {
    'PLAN.md': plan,
    'br.config.json': '{ "tests": { "smoke": "none", "full": "none" } }\n',
  })
  const agent = join(base, 'agent.sh')
  writeFileSync(agent, agentScript)
  const report = JSON.parse(
    await cli(root, ['plan', 'PLAN.md', '--json', '--workers', workers]),
  ) as PlanReport
  const begun = performance.now()
  const out = await cli(root, [
    ...['run', 'PLAN.md', '--json', '--trust', '--workers', workers],
    ...['--agent', `cmd: sh ${agent}`],
  ])
  const whole = (performance.now() - begun) / 1000
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
  // A day is a batch here, and a task a second.
  const bound = report.schedule.lowerBound * BATCH
  const seconds = span(events)
  const done = events.filter((event) => event.type === 'attempt-ended' && event.ending.kind === 'done').length
  if (done !== (STREAMS * TASKS) / BATCH) throw new Error(`Only ${done} batches were done.`)
  const of = (value: number) => `${value.toFixed(2)} s ÷ ${bound} s`
  return [
    {
      what: `makespan: 60 tasks of 1 s, 6 streams, ${workers} at once`,
      result: times(seconds / bound),
      goal: '≤ 1.05',
      how: of(seconds),
    },
    { what: '… the whole command', result: times(whole / bound), goal: '-', how: of(whole) },
  ]
}

/** From the first batch asked for to the last one taken, seconds. */
function span(events: Event[]): number {
  const first = events.find(({ type }) => type === 'attempt-opened')?.at ?? 0
  const last = events.findLast(({ type }) => type === 'attempt-ended')?.at ?? 0
  return (last - first) / 1000
}

const cli = async (root: string, args: string[]): Promise<string> =>
  (await run(process.execPath, [program, ...args], { cwd: root, timeout: LONGEST_RUN, maxBuffer: 1 << 26 }))
    .stdout

const stream = (
  _: unknown,
  index: number,
) => `### Stream ${String.fromCharCode(65 + index)}: Part ${index + 1} (2 days)

**Work:**
${Array.from({ length: TASKS }, (_, task) => `${task + 1}. Piece ${task + 1}`).join('\n')}
`

const plan = `# Sixty Seconds

## Phase 1: All (Days 1-2) - PARALLEL

${Array.from({ length: STREAMS }, stream).join('\n')}`

/** A second and a file for each of the batch's tasks. The shell starts in no time, so that it is ours that is measured. */
const agentScript = `for task in $(grep -o '"id": *"[^"]*"' "$BR_COMMAND_FILE" | cut -d '"' -f 4); do
  sleep 1
  echo "$task" > "$task.txt"
done
`
