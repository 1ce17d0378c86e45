import { spawnSync } from 'node:child_process'
import { startTerminal, type Terminal } from '../../helpers/terminal.ts'
import { type Row, times } from '../measure.ts'
import { base } from '../place.ts'
import { openFeed, type Source } from './feed.ts'
import { SIZE, type Subject } from './subjects.ts'

const SOURCES = 4
const LINES = 200_000
/** Whoever is not through by then is told as such, ms. */
const LONGEST = 45_000

/** Four programs that print 200k coloured lines each, until all is written and the last lines are on the screen. */
export async function drain(client: Subject, bound: Subject): Promise<Row[]> {
  const least = await untilSeen(bound.terminal, bound.sources.slice(0, SOURCES), LINES)
  const ours = await untilSeen(client.terminal, client.sources.slice(0, SOURCES), LINES)
  const rows = [row('drain 4 × 200k lines', ours, least)]
  for (const rival of RIVALS) {
    if (isThere(rival.name)) rows.push(row(`… ${rival.name}`, await race(rival), least))
    else rows.push({ what: `… ${rival.name}`, result: 'skipped', goal: '-', how: 'it is not on the PATH' })
  }
  return rows
}

/** Each prints so many lines: seconds until the last ones are on the screen; null: not in time. */
export async function untilSeen(
  terminal: Terminal,
  sources: Source[],
  lines: number,
): Promise<number | null> {
  const begun = performance.now()
  const ends = Promise.all(sources.map((source) => source.burst(lines)))
  const seen = ends.then((all) =>
    terminal.waitFor(({ text }) => all.every((end) => text().includes(end)), `${all}`, LONGEST),
  )
  return inTime(seen, begun)
}

async function inTime(work: Promise<unknown>, begun: number): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, LONGEST, null)
  })
  const result = await Promise.race([
    work.then(
      () => true,
      () => null,
    ),
    late,
  ])
  clearTimeout(timer)
  return result === null ? null : (performance.now() - begun) / 1000
}

interface Rival {
  name: string
  argv: (commands: string[]) => string[]
  /** `screen`: all four last lines can be seen at once; `exit`: it ends after its programs. */
  until: 'screen' | 'exit'
  end?: () => void
}

const TMUX = ['tmux', '-L', `br-bench-${process.pid}`]
const RIVALS: Rival[] = [
  {
    name: 'tmux',
    argv: ([first = '', ...others]) => [
      ...[...TMUX, '-f', '/dev/null', 'new-session', first],
      ...others.flatMap((command) => [';', 'split-window', command, ';', 'select-layout', 'tiled']),
    ],
    until: 'screen',
    end: () => void spawnSync('tmux', [...TMUX.slice(1), 'kill-server'], { stdio: 'ignore' }),
  },
  { name: 'concurrently', argv: (commands) => ['concurrently', ...commands], until: 'exit' },
]

async function race({ name, argv, until, end }: Rival): Promise<number | null> {
  const feed = await openFeed(name)
  const commands = Array.from({ length: SOURCES }, (_, index) => [...feed.argv, `part-${index}`].join(' '))
  const terminal = startTerminal({ argv: argv(commands), cwd: base, ...SIZE })
  try {
    const sources = await feed.arrivals(SOURCES)
    if (until === 'screen') return await untilSeen(terminal, sources, LINES)
    const begun = performance.now()
    const through = Promise.all(sources.map((source) => source.burst(LINES))).then(() => {
      feed.close()
      return terminal.exit
    })
    return await inTime(through, begun)
  } finally {
    end?.()
    feed.close()
    await terminal.end()
  }
}

const isThere = (name: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0

const row = (what: string, taken: number | null, least: number | null): Row => ({
  ...{ what, goal: '-' },
  result: taken && least ? times(taken / least) : '?',
  how: `${seconds(taken)} ÷ ${seconds(least)} (bound)`,
})

const seconds = (taken: number | null): string =>
  taken === null ? `not through in ${LONGEST / 1000} s` : `${taken.toFixed(2)} s`
