import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { quote } from 'shlex'
import { openOnHost } from '../../source/cli/open-plan.ts'
import { VERSION } from '../../source/host/version.ts'
import { stopHost } from '../../source/runtime/host-connection.ts'
import { findOrLaunchHost } from '../../source/runtime/launch-host.ts'
import { endTerminals } from '../helpers/terminal.ts'
import { ms, must, type Row } from './measure.ts'
import { base, makeRepo, placesIn, program } from './place.ts'
import { keyToEcho } from './screen/keys.ts'
import { spent, spentIn } from './screen/process-costs.ts'
import { start } from './screen/subjects.ts'
import { watchEvents } from './watch-events.ts'

const AGENTS = 16
/** Words and calls a second of each: what a model writes. */
const RATE = 30
const WINDOW = 5000
/** V8 looks after its memory when work is over: single wake-ups, seconds apart. Those are not ours. */
const SETTLE = 25_000

/** Sixteen agents that speak the protocol: keys while all of them talk, and what everything costs when none does. */
export async function agents(): Promise<Row[]> {
  if (process.platform !== 'linux')
    return [{ what: 'agents', result: '?', goal: '-', how: 'only /proc tells: measured on Linux' }]
  const root = makeRepo('agents', { 'br.config.json': '{ "tests": { "smoke": "none", "full": "none" } }\n' })
  const places = placesIn(root)
  const caller = { version: VERSION, env: process.env }
  const host = must(await findOrLaunchHost({ places, root, program: [process.execPath, program], ...caller }))
  const silence = join(base, 'silence')
  try {
    const seen = watchEvents(host, 60)
    must(
      await openOnHost(host, {
        plan: { file: 'PLAN.md', text: PLAN },
        ...{ agent: talkativeAgent(silence), workers: AGENTS, trust: true },
        ...{ replace: false, auto: null, canAsk: false },
      }),
    )
    await seen('stream-prepared', AGENTS)
    const client = start([process.execPath, program, '--cwd', root], root)
    await client.waitFor(/\S/, 'anything to be drawn')
    const before = await keyToEcho(client)
    host.send({ type: 'type', request: 1, focus: null, text: 'continue all' })
    const started = await seen('attempt-started', AGENTS)
    const workers = started.flatMap(({ worker }) => worker?.pid ?? [])
    await client.waitFor(/word \d+ of many/, 'an agent that talks', 30_000)

    const [latency, ofClient, ofHost] = await whileTyping(() => keyToEcho(client), [client.pid, host.pid])
    writeFileSync(silence, '')
    await delay(SETTLE)
    const written = client.received()
    const quiet = await Promise.all([host.pid, client.pid, ...workers].map((pid) => spentIn(pid, WINDOW)))
    const [quietHost, quietClient, ...quietWorkers] = quiet as [Spent, Spent, ...Spent[]]
    return [
      {
        ...{ what: `agents: key to echo, ${AGENTS} talk, p99`, result: ms(latency.p99), goal: '≤ 50 ms' },
        how: `p50 ${ms(latency.p50)}; before they began p99 ${ms(before.p99)}, p50 ${ms(before.p50)}; ${latency.count} keys, ${AGENTS * RATE} updates a second, load ${loadavg()[0]?.toFixed(1)}`,
      },
      {
        ...{ what: 'agents: client while they talk', result: `${Math.round(ofClient.percent)} %`, goal: '-' },
        how: `of one core, the host ${Math.round(ofHost.percent)} %`,
      },
      silent('host', [quietHost]),
      // The clocks in the titles of what runs are drawn once a second.
      silent('client', [quietClient], `, clocks drawn: written ${client.received() - written} B`),
      silent(`the ${workers.length} workers together`, quietWorkers),
    ]
  } finally {
    await endTerminals()
    host.close()
    await stopHost(places.socket, caller)
  }
}

type Spent = Awaited<ReturnType<typeof spent>>

const NAMES = Array.from({ length: AGENTS }, (_, index) => `Part ${index + 1}`)
const PLAN = `# Many Agents

## Phase 1: All - PARALLEL

${NAMES.map((name, index) => `### Stream ${String.fromCharCode(65 + index)}: ${name} (1 day)\n\n**Work:**\n1. Talk\n`).join('\n')}`

function talkativeAgent(silence: string): string {
  const script = join(base, 'talk.json')
  writeFileSync(
    script,
    JSON.stringify({ turns: [[{ flow: { rate: RATE, until: silence } }, { hang: true }]] }),
  )
  const agent = join(import.meta.dirname, '../fixtures/agents/acp-agent.mjs')
  return `acp: ${[process.execPath, agent, script].map(quote).join(' ')}`
}

/** What processes spend while keys are pressed. */
async function whileTyping<T>(type: () => Promise<T>, [one, other]: [number, number]) {
  const typed = type()
  const costs = await Promise.all([spent(one, () => typed), spent(other, () => typed)])
  return [await typed, ...costs] as const
}

const silent = (what: string, costs: Spent[], more = ''): Row => ({
  what: `agents: ${what}, ${AGENTS} silent`,
  result: `${costs.reduce((sum, { wakeUps }) => sum + wakeUps, 0)} wake-ups`,
  goal: what === 'client' ? '-' : '0',
  how: `in ${WINDOW / 1000} s; CPU ${costs.reduce((sum, { percent }) => sum + percent, 0).toFixed(1)} %${more}`,
})
