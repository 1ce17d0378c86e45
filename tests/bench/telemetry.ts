import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTelemetry } from '../../source/runtime/telemetry-file.ts'
import { createAnalysis } from '../../source/telemetry/analyse.ts'
import { inTurns, ms, type Row, times } from './measure.ts'
import { base } from './place.ts'

const RECORDS = 1_000_000
const FILES = 20

/** The summary of a million records, beside what only reads their lines and parses them. */
export async function telemetry(): Promise<Row[]> {
  const folder = join(base, 'telemetry')
  mkdirSync(folder)
  for (let file = 1; file <= FILES; file += 1) {
    const lines = Array.from({ length: RECORDS / FILES }, (_, index) =>
      JSON.stringify(recordOf(file * RECORDS + index)),
    )
    writeFileSync(join(folder, `telemetry-${String(file).padStart(6, '0')}.jsonl`), `${lines.join('\n')}\n`)
  }
  const taken = await inTurns(3, {
    bare: async () => {
      for (let file = 1; file <= FILES; file += 1)
        parse(join(folder, `telemetry-${String(file).padStart(6, '0')}.jsonl`))
    },
    ours: async () => {
      const analysis = createAnalysis()
      await readTelemetry(folder, analysis.add)
      analysis.result()
    },
  })
  return [
    {
      what: 'telemetry summary of 1,000,000 records',
      result: times(taken.ours / taken.bare),
      goal: '-',
      how: `${ms(taken.ours)} ÷ ${ms(taken.bare)} (reading and parsing the lines alone)`,
    },
  ]
}

/** In the proportions of a session: mostly batches and what belongs to them. */
function recordOf(number: number) {
  const common = { v: 1, at: 1_700_000_000_000 + number * 100, session: `s${Math.floor(number / 50_000)}` }
  const stream = `stream-${number % 12}`
  if (number % 4 === 0)
    return { ...common, type: 'task', stream, task: `${stream}.${number % 7}`, event: 'landed' }
  if (number % 4 === 1)
    return {
      ...common,
      type: 'gate',
      landing: number % 40,
      status: 'passed',
      seconds: number % 60,
      streams: 3,
      failing: 0,
      again: false,
    }
  const batch = {
    ...common,
    type: 'batch',
    stream,
    batch: `batch_${number % 9}`,
    attempt: 1,
    agent: 'claude',
    model: 'a-model',
    level: null,
    kind: 'tasks',
  }
  return number % 4 === 2
    ? { ...batch, event: 'started' }
    : { ...batch, event: 'ended', ending: 'done', seconds: number % 900, files: 3 }
}

function parse(path: string): void {
  for (const line of readFileSync(path, 'utf8').split('\n')) if (line !== '') JSON.parse(line)
}
