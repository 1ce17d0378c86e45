import type { Query } from '../commands/command.ts'
import { currentBatch, newestAttempt } from '../engine/batch-state.ts'
import type { Answer } from '../model/message.ts'
import { ok, type Result, sentence } from '../model/result.ts'
import { costsText } from '../routing/costs-text.ts'
import { amendPlanFile } from './amend-plan.ts'
import { callsAnswer } from './calls-answer.ts'
import type { Runtime } from './context.ts'
import { judgeQuality } from './effects/judge-quality.ts'
import { runFolder } from './effects/run-address.ts'
import { settleConflict } from './effects/settle-conflict.ts'
import { workPlace, workspaceTurn } from './effects/stream-place.ts'
import { takeSide } from './git/conflict-files.ts'
import { diffText, mergeStats } from './git/read.ts'
import { rereadPlan } from './reread-plan.ts'
import { tail } from './run-command.ts'
import { scanStreams } from './scan-streams.ts'
import { sessionCosts } from './session-costs.ts'
import { readCalls } from './worker/call-log.ts'
import { runPaths } from './worker/run-paths.ts'

const LOG_BYTES = 16 * 1024

/** Looks up what a typed command wants to see of the world. */
export async function answerQuery(runtime: Runtime, query: Query): Promise<Answer> {
  const session = runtime.session()
  switch (query.kind) {
    case 'log': {
      const newest = newestAttempt(session.streams[query.stream])
      const text = newest ? await tail(runPaths(runFolder(runtime.places, newest.run)).log, LOG_BYTES) : ''
      return { text: text.trimEnd() || 'It has printed nothing.', exit: 0 }
    }
    case 'calls': {
      const newest = newestAttempt(session.streams[query.stream])
      const calls = newest ? await readCalls(runPaths(runFolder(runtime.places, newest.run)).calls) : []
      return callsAnswer(calls, query)
    }
    case 'diff': {
      const facts = session.streams[query.stream]
      const from = facts?.landedHead ?? facts?.workspace.base
      if (!facts?.head || !from) return { text: `${query.stream} has changed nothing yet.`, exit: 0 }
      return shown(await diffText(runtime.places.workClone, from, facts.head))
    }
    case 'diff-landing': {
      const landing = session.landings.find(({ number }) => number === query.number)
      if (!landing?.commit) return { text: 'Nothing landed with it.', exit: 0 }
      const [stats, text] = await Promise.all([
        mergeStats(runtime.places.landClone, landing.base, landing.commit),
        diffText(runtime.places.landClone, landing.base, landing.commit),
      ])
      return shown(stats.ok && text.ok ? ok([...stats.value, text.value].join('\n')) : text)
    }
    case 'gaps':
      // A host that is never asked does without what looks for secrets and parses.
      return (await import('./scan/session-gaps.ts')).sessionGaps(runtime)
    case 'dashboard': {
      if (query.port === 'off')
        return { text: runtime.dashboard.close() ? 'The page is closed.' : 'No page is open.', exit: 0 }
      const opened = await runtime.dashboard.open(query.port)
      return opened.ok ? { text: opened.value, exit: 0 } : { text: sentence(opened.error), exit: 1 }
    }
    case 'costs':
      return { text: costsText(await sessionCosts(session, query.by), query.by), exit: 0 }
    case 'scan':
      return scanStreams(runtime, query.stream)
    case 'quality':
      return judgeQuality(runtime, query.json)
    case 'replan':
      return rereadPlan(runtime, 'you')
    case 'amend-plan': {
      const { stream, file, by } = query
      runtime.dispatch({ type: 'plan-amended', at: runtime.now(), stream, file, by })
      return amendPlanFile(runtime, query)
    }
    case 'settle':
      return runtime.inTurn(workspaceTurn(query.stream), () => settleConflict(runtime, query))
    case 'resolve':
      return runtime.inTurn(workspaceTurn(query.stream), () => resolve(runtime, query))
  }
}

const shown = (text: Result<string>): Answer =>
  text.ok
    ? { text: text.value.trimEnd() || 'Nothing differs.', exit: 0 }
    : { text: sentence(text.error), exit: 1 }

async function resolve(
  runtime: Runtime,
  { stream, side, file }: Extract<Query, { kind: 'resolve' }>,
): Promise<Answer> {
  const { clone, path } = workPlace(runtime, stream)
  const taken = await takeSide({ clone, path, side, file })
  if (!taken.ok) return { text: sentence(taken.error), exit: 1 }
  const facts = runtime.session().streams[stream]
  const others = facts && currentBatch(facts)?.files.filter((each) => each !== file)
  const rest = others?.length
    ? `Also in conflict: ${others.join(', ')}.`
    : "Type 'continue' when all are settled."
  return { text: `${file}: ${side} taken. ${rest}`.trim(), exit: 0 }
}
