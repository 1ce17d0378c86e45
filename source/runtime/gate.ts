import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { judgeTests } from '../checks/tests.ts'
import { ok, type Result } from '../model/result.ts'
import { type GateRun, type GateVerdict, gateVerdictSchema, type Landing } from '../model/session.ts'
import type { Runtime } from './context.ts'
import { type FoundReports, findReports } from './coverage-reports.ts'
import { dropOldFiles } from './drop-old-files.ts'
import { equip } from './equip.ts'
import { treeOf } from './git/commits.ts'
import { checkoutGate } from './git/gate-worktree.ts'
import { LIMITS } from './limits.ts'
import { runCommand, tail } from './run-command.ts'

export interface GateOrder {
  commit: string
  /** That of the commit, where it is known. */
  tree?: string
  /** What it is made of, in the order of merging. */
  streams: string[]
  /** Once more though it is known: what comes out otherwise is flaky. */
  again?: boolean
  /** Runs that go side by side each have a folder of their own. */
  lane?: number
}

/** Runs the landing's tests on a commit. The only place where a verdict is made. */
export interface Gate {
  (order: GateOrder): Promise<Result<GateVerdict>>
  /** Every run so far. */
  runs: GateRun[]
  /** What a worker needs to see of a red run. */
  logTail: (verdict: GateVerdict) => Promise<string>
  /** The coverage reports that the run left. */
  reports: (verdict: GateVerdict) => FoundReports
  /** The same run, when something that was to be measured with it was not. */
  withoutCoverage: (verdict: GateVerdict, why: string) => GateVerdict
}

const LOG_TAIL_BYTES = 6000

/** One tree is tested once in a landing, however often it is asked for; twice where it is red. */
export function openGate(runtime: Runtime, landing: Landing): Gate {
  const known = new Map<string, Tested>()
  const runs: GateRun[] = []
  let begun = 0
  const gate = async ({ commit, tree: ofCommit, streams, again = false, lane = 0 }: GateOrder) => {
    const tree = ofCommit ? ok(ofCommit) : await treeOf(runtime.places.landClone, commit)
    if (!tree.ok) return tree
    const before = known.get(tree.value)
    if (before && !again) return ok(before.verdict)
    begun += 1
    const at = runtime.now()
    const tested = await test(runtime, landing, { commit, tree: tree.value, run: begun, lane })
    if (!tested.ok) return tested
    const { status, summary, failing, log, seconds } = tested.value.verdict
    const run = { at, streams, commit, tree: tree.value, status, summary, failing, log, seconds, again }
    if (status !== 'untested') runs.push(run)
    const verdict =
      before?.verdict.status === 'failed' && status === 'passed'
        ? gateVerdictSchema.parse({ ...tested.value.verdict, flaky: flakyOf(before.verdict) })
        : tested.value.verdict
    known.set(tree.value, { ...tested.value, verdict })
    return ok(verdict)
  }
  return Object.assign(gate, {
    runs,
    logTail: async ({ log, summary, failing }: GateVerdict) =>
      [summary, ...failing, log ? await tail(log, LOG_TAIL_BYTES) : ''].join('\n'),
    reports: ({ tree }: GateVerdict) => known.get(tree)?.reports ?? NO_REPORTS,
    withoutCoverage: (verdict: GateVerdict, why: string) =>
      gateVerdictSchema.parse({ ...verdict, status: 'did-not-run', summary: why }),
  })
}

/** Names of tests, or what is known of them. */
const flakyOf = ({ failing, summary }: GateVerdict): string[] => (failing.length > 0 ? failing : [summary])

interface Tested {
  verdict: GateVerdict
  reports: FoundReports
}

const NO_REPORTS: FoundReports = { reports: [], configured: false, testsStartedAt: 0, missing: [] }

async function test(
  runtime: Runtime,
  { number, kind }: Landing,
  { commit, tree, run, lane }: { commit: string; tree: string; run: number; lane: number },
): Promise<Result<Tested>> {
  const { settings, id, slug } = runtime.session()
  const setting = kind === 'merge' ? settings.tests.full : settings.tests.smoke
  const base = { command: setting.command, tree }
  if (setting.command === null) {
    const summary =
      setting.source === 'none' ? 'Tests are switched off.' : 'No test command is configured: untested.'
    const none = { status: 'untested', summary, failing: [], log: null, seconds: 0 }
    const { reports: configured } = settings.checks.coverage
    const reports = { ...NO_REPORTS, configured: configured.length > 0, missing: configured }
    return ok({ verdict: gateVerdictSchema.parse({ ...base, ...none }), reports })
  }
  const name = lane === 0 ? 'gate' : `gate-${lane + 1}`
  const path = join(runtime.places.gate, lane === 0 ? slug : `${slug}.${lane + 1}`)
  const checkedOut = await checkoutGate({ land: runtime.places.landClone, path, commit })
  if (!checkedOut.ok) return checkedOut
  const equipped = await equip(runtime, { path, name })
  if (!equipped.ok) return equipped
  const logs = join(runtime.places.folder, 'gate-logs')
  await mkdir(logs, { recursive: true, mode: 0o700 })
  if (run === 1) await dropOldFiles(logs, LIMITS.testLogs)
  const log = join(logs, `${slug}-${number}-${run}.log`)
  // One of a host that died over this landing: its words are not this run's.
  await rm(log, { force: true })
  const begun = runtime.now()
  const mark = `${id}.gate.${number}.${run}`
  const ran = await runCommand({
    command: setting.command,
    cwd: path,
    logFile: log,
    timeoutSeconds: settings.timeouts.tests,
    mark,
    allow: settings.env,
    stopped: runtime.stopped,
  })
  // The clock may have been set back meanwhile.
  const seconds = Math.max(0, Math.round((runtime.now() - begun) / 100) / 10)
  const reports = await findReports(path, settings.checks.coverage.reports, begun)
  // Names of files as they are in the repository, in whichever folder they are tested.
  const judged = judgeTests({ ...ran, log: ran.log.replaceAll(`${path}/`, '') })
  return ok({ verdict: gateVerdictSchema.parse({ ...base, ...judged, log, seconds }), reports })
}
