import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startTerminal, type Terminal } from '../../helpers/terminal.ts'
import { type Row, times } from '../measure.ts'
import { base } from '../place.ts'
import { openFeed, type Source } from './feed.ts'
import { fileOf, RIVALS, type Rival, searchPath } from './rivals.ts'
import { SIZE, type Subject } from './subjects.ts'

const SOURCES = 4
const LINES = 200_000
/** Whoever is not through by then is told as such, ms. */
const LONGEST = 45_000
/** What a program does when it has just been started, it has done by then, ms: what is measured is the drain. */
const REST = 2000

/** Four programs that print 200k coloured lines each, until all is written and the last lines are on the screen. */
export async function drain(client: Subject, bound: Subject): Promise<Row[]> {
  const least = await untilSeen(bound.terminal, bound.sources.slice(0, SOURCES), LINES)
  const ours = await untilSeen(client.terminal, client.sources.slice(0, SOURCES), LINES)
  const rows = [row('drain 4 × 200k lines', ours, least)]
  for (const rival of RIVALS) {
    const file = fileOf(rival)
    if (file === null) {
      rows.push({
        what: `… ${rival.name}`,
        result: 'skipped',
        goal: '-',
        how: 'not on the PATH; try --peers',
      })
      continue
    }
    const taken = await race(rival, file)
    const part = ours && taken ? `; ours is ${times(ours / taken)} of it` : ''
    const result = row(`… ${rival.name}`, taken, least)
    rows.push({ ...result, how: result.how + part })
  }
  return rows
}

/** Each prints so many lines: seconds until all is taken and the last lines of the first are seen; null: not in time. */
export async function untilSeen(
  terminal: Terminal,
  sources: Source[],
  lines: number,
  seen = sources.length,
): Promise<number | null> {
  await comeToRest()
  const begun = performance.now()
  const ends = await inTime(Promise.all(sources.map((source) => source.burst(lines))))
  if (ends === null) return null
  const wanted = ends.slice(0, seen)
  const isSeen = () => wanted.every((end) => terminal.text().includes(end))
  return (await inTime(terminal.waitFor(isSeen, `${wanted}`, LONGEST))) && (performance.now() - begun) / 1000
}

/** The same for all: who is measured, and this process, which draws what they write on the same processors. */
async function comeToRest(): Promise<void> {
  await sleep(REST)
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** Null: it failed, or took too long. */
async function inTime<Value>(work: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, LONGEST, null)
  })
  const result = await Promise.race([work.catch(() => null), late])
  clearTimeout(timer)
  return result
}

async function race(rival: Rival, file: string): Promise<number | null> {
  const { name, argv, until, cwd, env, end } = rival
  const feed = await openFeed(name)
  const commands = Array.from({ length: SOURCES }, (_, index) => [...feed.argv, `part-${index}`].join(' '))
  const terminal = startTerminal({
    argv: [file, ...argv(commands)],
    cwd: cwd?.(commands) ?? base,
    ...SIZE,
    env: { ...env, PATH: searchPath() },
  })
  try {
    const sources = await inTime(feed.arrivals(SOURCES))
    if (sources === null) return null
    if (until === 'exit') {
      await comeToRest()
      const begun = performance.now()
      const written = Promise.all(sources.map((source) => source.burst(LINES)))
      const through = written.then(() => {
        feed.close()
        return terminal.exit
      })
      return (await inTime(through)) && (performance.now() - begun) / 1000
    }
    return await untilSeen(terminal, sources, LINES, until === 'one' ? 1 : SOURCES)
  } finally {
    end?.()
    feed.close()
    await terminal.end()
  }
}

const row = (what: string, taken: number | null, least: number | null): Row => ({
  ...{ what, goal: '-' },
  result: taken && least ? times(taken / least) : '?',
  how: `${seconds(taken)} ÷ ${seconds(least)} (bound)`,
})

const seconds = (taken: number | null): string =>
  taken === null ? `not through in ${LONGEST / 1000} s` : `${taken.toFixed(2)} s`
