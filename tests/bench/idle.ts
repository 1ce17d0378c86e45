import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { openOnHost } from '../../source/cli/open-plan.ts'
import { VERSION } from '../../source/host/version.ts'
import { stopHost } from '../../source/runtime/host-connection.ts'
import { findOrLaunchHost } from '../../source/runtime/launch-host.ts'
import { must, type Row } from './measure.ts'
import { makeRepo, placesIn, program } from './place.ts'
import { watchEvents } from './watch-events.ts'

const WINDOW = 5000
/** For what was begun to come to its end. */
const SETTLE = 15_000

/**
 * V8 looks after its memory when work is over, and wakes its process every 8 s for it, for minutes. Without that, what
 * remains of the host is what we do; a worker is started by the host, and has it.
 */
const NODE = [process.execPath, '--no-memory-reducer']

/** What a host with a client that watches, and a worker whose agent says nothing, cost while nothing happens. */
export async function idle(): Promise<Row[]> {
  if (process.platform !== 'linux')
    return [{ what: 'idle', result: '?', goal: '0', how: 'only /proc tells: measured on Linux' }]
  const root = makeRepo('idle', { 'br.config.json': '{ "tests": { "smoke": "none", "full": "none" } }\n' })
  const places = placesIn(root)
  const caller = { version: VERSION, env: process.env }
  const bare = spawn(process.execPath, ['-e', 'require("net").createServer().listen(0, "127.0.0.1")'])
  const host = must(await findOrLaunchHost({ places, root, program: [...NODE, program], ...caller }))
  try {
    const seen = watchEvents(host)
    must(
      await openOnHost(host, {
        plan: { file: 'PLAN.md', text: plan },
        ...{ agent: 'cmd: sleep 600', trust: true, replace: false, auto: null, canAsk: false },
      }),
    )
    await seen('stream-prepared')
    await delay(SETTLE)
    const [quiet, bareQuiet] = await Promise.all([costs(host.pid), costs(bare.pid as number)])
    host.send({ type: 'type', request: 1, focus: null, text: 'continue all' })
    const [started] = await seen('attempt-started')
    await delay(SETTLE)
    const pids = [host.pid, started?.worker?.pid ?? 0, bare.pid as number]
    const [busy, worker, bareBusy] = (await Promise.all(pids.map(costs))) as [Cost, Cost, Cost]
    return [
      row('idle: host, nothing runs', quiet, bareQuiet),
      row('idle: host, one silent agent', busy, bareBusy),
      row('idle: worker, one silent agent (at most 1 is V8’s)', worker, bareBusy),
    ]
  } finally {
    bare.kill()
    host.close()
    await stopHost(places.socket, caller)
  }
}

const plan = '# Quiet\n\n## Phase 1: All - PARALLEL\n\n### Stream A: Part (1 day)\n\n**Work:**\n1. Nothing\n'

interface Cost {
  ticks: number
  wakeUps: number
}

async function costs(pid: number): Promise<Cost> {
  const before = cost(pid)
  await delay(WINDOW)
  const after = cost(pid)
  return { ticks: after.ticks - before.ticks, wakeUps: after.wakeUps - before.wakeUps }
}

/** Of all threads: one that waits and is woken has switched once of its own will. */
function cost(pid: number): Cost {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const wakeUps = readdirSync(`/proc/${pid}/task`).map((thread) => {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')
    return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1])
  })
  return {
    ticks: Number(fields[11]) + Number(fields[12]),
    wakeUps: wakeUps.reduce((sum, count) => sum + count, 0),
  }
}

const row = (what: string, { ticks, wakeUps }: Cost, bare: Cost): Row => ({
  what,
  result: `${wakeUps} wake-ups`,
  goal: '0',
  how: `in ${WINDOW / 1000} s, a Node that only listens ${bare.wakeUps}; CPU ${ticks * 10} ms`,
})
