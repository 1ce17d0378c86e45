import type { Telemetry, TelemetryOf } from './schema.ts'

export interface Spread {
  count: number
  p50: number
  p95: number
  p99: number
}

/** How batches of one stream, agent or model ended. */
export interface Group {
  ended: number
  done: number
  /** Of those that ended; null: none has. */
  rate: number | null
  /** That agents were at work. */
  seconds: Spread
}

export interface SessionFigures {
  session: string
  from: number
  batches: Group
  usd: number
  landed: number
  /** Work ÷ (workers × elapsed); null: nothing was worked on. */
  efficiency: number | null
}

export interface Analysis {
  records: number
  from: number | null
  to: number | null
  counts: Partial<Record<Telemetry['type'], number>>
  batches: Group & { endings: Record<string, number> }
  streams: Record<string, Group>
  agents: Record<string, Group>
  models: Record<string, Group>
  /** Seconds, over all streams. */
  states: { running: number; waiting: number; blocked: number; gating: number }
  gates: { runs: Spread; passed: number; failed: number; didNotRun: number; flaky: number }
  landings: { published: number; rejected: number; failed: number; leftOut: number }
  tasks: { done: number; landed: number; perHour: number | null }
  cost: { usd: number; unknown: number; perLandedTask: number | null }
  efficiency: number | null
  /** How much slower than planned it went, by how much was done side by side: 0.2 is a fifth; null: not known. */
  forecastError: number | null
  findings: Record<string, number>
  errors: Record<string, number>
  /** Oldest first. */
  sessions: SessionFigures[]
}

/** Takes one record after another, so that a file of millions is never in memory as a whole. Pure. */
export function createAnalysis() {
  const counts: Analysis['counts'] = {}
  const [findings, errors, endings]: Record<string, number>[] = [{}, {}, {}] as const
  const [streams, agents, models] = [
    new Map<string, Sums>(),
    new Map<string, Sums>(),
    new Map<string, Sums>(),
  ]
  const all = newSums()
  const bySession = new Map<string, SessionSums>()
  const open = new Map<string, number>()
  const states = { running: 0, waiting: 0, blocked: 0, gating: 0 }
  const gates = { seconds: [] as number[], passed: 0, failed: 0, didNotRun: 0 }
  const landings = { published: 0, rejected: 0, failed: 0, leftOut: 0 }
  const tasks = { done: 0, landed: 0 }
  const usd = new Map<string, number | null>()
  let flaky = 0
  let [records, from, to] = [0, Number.POSITIVE_INFINITY, 0]

  const begin = (state: keyof typeof states, key: string, at: number) => {
    const name = `${state} ${key}`
    if (!open.has(name)) open.set(name, at)
  }
  const end = (state: keyof typeof states, key: string, at: number) => {
    const name = `${state} ${key}`
    const since = open.get(name)
    if (since === undefined) return
    open.delete(name)
    states[state] += Math.max(0, at - since) / 1000
  }

  const add = (record: Telemetry) => {
    records += 1
    counts[record.type] = (counts[record.type] ?? 0) + 1
    const { at } = record
    if (at < from) from = at
    if (at > to) to = at
    const session = sessionOf(record)
    if (session.stoppedAt === null || record.type === 'session') session.last = Math.max(session.last, at)
    switch (record.type) {
      case 'session':
        return addSession(session, record)
      case 'stream':
        return addStream(record)
      case 'batch':
        return addBatch(session, record)
      case 'task':
        tasks[record.event] += 1
        if (record.event === 'landed') session.landed += 1
        return
      case 'usage':
        // Counters of a run only grow: the last one holds those before.
        usd.set(`${record.session} ${record.run} ${record.model}`, record.usd)
        session.usd.set(`${record.run} ${record.model}`, record.usd ?? 0)
        return
      case 'gate':
        gates.seconds.push(record.seconds)
        states.gating += record.seconds
        if (record.status === 'passed') gates.passed += 1
        else if (record.status === 'failed') gates.failed += 1
        else if (record.status === 'did-not-run') gates.didNotRun += 1
        return
      case 'checkpoint':
      case 'merge':
        landings[record.state] += 1
        landings.leftOut += record.leftOut
        flaky += record.flaky
        return
      case 'finding':
        return grow(findings, `${record.check}/${record.code}`)
      case 'error':
        return grow(errors, `${record.where}: ${record.kind}`)
      default:
        return
    }
  }

  const sessionOf = (record: Telemetry): SessionSums => {
    const known = bySession.get(record.session)
    if (known) return known
    const made: SessionSums = {
      ...{ sums: newSums(), from: record.at, last: record.at, paused: 0, stoppedAt: null, landed: 0 },
      ...{ usd: new Map(), workers: 1, planned: 0, sequential: 0 },
    }
    bySession.set(record.session, made)
    return made
  }

  const addSession = (
    session: SessionSums,
    { event, at, workers, planned, sequential }: TelemetryOf<'session'>,
  ) => {
    if (event === 'stopped') session.stoppedAt = at
    else if (session.stoppedAt !== null) {
      session.paused += Math.max(0, at - session.stoppedAt)
      session.stoppedAt = null
    }
    Object.assign(session, { workers, planned, sequential })
  }

  const addStream = ({ session, stream, event, at }: TelemetryOf<'stream'>) => {
    const key = `${session} ${stream}`
    if (event === 'blocked') begin('blocked', key, at)
    else if (event === 'unblocked') end('blocked', key, at)
    else if (event === 'waits') begin('waiting', key, at)
    else if (event === 'goes-on') end('waiting', key, at)
  }

  const addBatch = (session: SessionSums, record: TelemetryOf<'batch'>) => {
    const { at, stream, batch, agent, model, event, ending = 'lost', seconds = 0 } = record
    const key = `${record.session} ${stream} ${batch}`
    if (event === 'started') {
      end('waiting', `${record.session} ${stream}`, at)
      return begin('running', key, at)
    }
    end('running', key, at)
    if (event === 'exited') return
    grow(endings, ending)
    for (const sums of [
      all,
      session.sums,
      groupOf(streams, stream),
      groupOf(agents, agent),
      groupOf(models, model ?? 'unknown'),
    ]) {
      sums.ended += 1
      if (ending === 'done') sums.done += 1
      sums.seconds.push(seconds)
    }
  }

  const result = (): Analysis => {
    const sessions = [...bySession.entries()].map(([id, sums]) => figuresOf(id, sums))
    const known = [...usd.values()].filter((each) => each !== null)
    const spent = known.reduce((sum, each) => sum + each, 0)
    const elapsed = [...bySession.values()].reduce((sum, each) => sum + elapsedOf(each), 0)
    return {
      ...{ records, counts, findings, errors, states, sessions },
      ...{ from: records > 0 ? from : null, to: records > 0 ? to : null },
      batches: { ...group(all), endings },
      ...{ streams: groups(streams), agents: groups(agents), models: groups(models) },
      gates: {
        runs: spread(gates.seconds),
        passed: gates.passed,
        failed: gates.failed,
        didNotRun: gates.didNotRun,
        flaky,
      },
      landings,
      tasks: { ...tasks, perHour: elapsed > 0 ? (tasks.landed / elapsed) * 3600 : null },
      cost: {
        usd: spent,
        unknown: usd.size - known.length,
        perLandedTask: tasks.landed > 0 && known.length > 0 ? spent / tasks.landed : null,
      },
      efficiency: efficiencyOf([...bySession.values()]),
      forecastError: forecastErrorOf([...bySession.values()]),
    }
  }

  return { add, result }
}

interface Sums {
  ended: number
  done: number
  seconds: number[]
}

interface SessionSums {
  sums: Sums
  from: number
  last: number
  /** ms that it was stopped. */
  paused: number
  stoppedAt: number | null
  landed: number
  usd: Map<string, number>
  workers: number
  planned: number
  sequential: number
}

const newSums = (): Sums => ({ ended: 0, done: 0, seconds: [] })

function groupOf(groups: Map<string, Sums>, name: string): Sums {
  const known = groups.get(name)
  if (known) return known
  const made = newSums()
  groups.set(name, made)
  return made
}

function grow(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

const groups = (from: Map<string, Sums>): Record<string, Group> =>
  Object.fromEntries([...from].map(([name, sums]) => [name, group(sums)]))

const group = ({ ended, done, seconds }: Sums): Group => ({
  ...{ ended, done, rate: ended > 0 ? done / ended : null },
  seconds: spread(seconds),
})

/** By nearest rank: the smallest value that so many percent do not exceed. */
export function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

const elapsedOf = ({ from, last, paused }: SessionSums): number => Math.max(0, last - from - paused) / 1000
const workOf = ({ sums }: SessionSums): number => sums.seconds.reduce((sum, each) => sum + each, 0)

function efficiencyOf(sessions: SessionSums[]): number | null {
  const could = sessions.reduce((sum, each) => sum + elapsedOf(each) * each.workers, 0)
  return could > 0 ? sessions.reduce((sum, each) => sum + workOf(each), 0) / could : null
}

/** Planned were `sequential ÷ planned` streams side by side on average; that many less there were, that later it ended. */
function forecastErrorOf(sessions: SessionSums[]): number | null {
  const errors = sessions.flatMap((each) => {
    const [work, elapsed] = [workOf(each), elapsedOf(each)]
    if (work === 0 || elapsed === 0 || each.planned === 0 || each.sequential === 0) return []
    return [each.sequential / each.planned / (work / elapsed) - 1]
  })
  return errors.length > 0 ? errors.reduce((sum, each) => sum + each, 0) / errors.length : null
}

const figuresOf = (id: string, sums: SessionSums): SessionFigures => ({
  ...{ session: id, from: sums.from, batches: group(sums.sums), landed: sums.landed },
  usd: [...sums.usd.values()].reduce((sum, each) => sum + each, 0),
  efficiency: efficiencyOf([sums]),
})
