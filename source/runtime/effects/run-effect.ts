import { runningAttempts } from '../../engine/running-attempts.ts'
import type { Effect } from '../../model/effect.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Runtime } from '../context.ts'
import { mendClones } from '../mend-clones.ts'
import { notice } from '../notice.ts'
import { writeDecisions } from '../worker/run-folder.ts'
import { abortConflict, notAborted } from './abort-conflict.ts'
import { awaitHalt } from './await-halt.ts'
import { bringBack } from './bring-back.ts'
import { composeLanding } from './compose-landing.ts'
import { cancelAttempt, handInAttempt } from './finish-attempt.ts'
import { judgeAttempt } from './judge-attempt.ts'
import { logOutcome } from './log-outcome.ts'
import { prepareStream } from './prepare-stream.ts'
import { publishLanding } from './publish-landing.ts'
import { publishStream } from './publish-stream.ts'
import { recordToday } from './report-usage.ts'
import { endAs, type RunAddress, runFolder } from './run-address.ts'
import { startAttempt } from './start-attempt.ts'
import { syncStream } from './sync-stream.ts'
import { watchWorker } from './watch-worker.ts'
import { writeAlert } from './write-alert.ts'

/** Does what an event asked for. Expected failures come back as events; a bug does as well, so that nothing waits for good. */
export async function runEffect(
  runtime: Runtime,
  effect: Exclude<Effect, { type: 'stop-session' }>,
): Promise<void> {
  try {
    await mendClones(runtime)
    await act(runtime, effect)
  } catch (error) {
    reportBug(runtime, effect, error instanceof Error ? error.message : String(error))
  }
}

function act(runtime: Runtime, effect: Exclude<Effect, { type: 'stop-session' }>): Promise<void> | void {
  switch (effect.type) {
    case 'prepare-stream':
      return prepareStream(runtime, effect.stream)
    case 'sync-stream':
      return syncStream(runtime, effect.stream)
    case 'publish-stream':
      return publishStream(runtime, effect.stream)
    case 'abort-conflict':
      return abortConflict(runtime, effect)
    case 'start-attempt':
      return startAttempt(runtime, addressOf(effect))
    case 'adopt-attempt':
      return watchWorker(runtime, addressOf(effect), effect.worker)
    case 'end-attempt':
      return cancelAttempt(runtime, addressOf(effect))
    case 'hand-in-attempt':
      return handInAttempt(runtime, addressOf(effect))
    case 'hold-attempt':
      return runtime.workers.get(effect.run)?.send({ type: effect.hold ? 'pause' : 'resume' })
    case 'answer-attempt':
      return runtime.workers.get(effect.run)?.send({ type: 'answer', ...effect.answer })
    case 'tell-attempt':
      return runtime.workers.get(effect.run)?.send({ type: 'say', text: effect.text })
    case 'judge-attempt':
      return judgeAttempt(runtime, { ...addressOf(effect), rewrite: effect.rewrite })
    case 'compose-landing':
      return composeLanding(runtime, effect.number)
    case 'publish-landing':
      return publishLanding(runtime, effect.number)
    case 'bring-back':
      return bringBack(runtime, effect.stream)
    case 'await-halt':
      return awaitHalt(runtime, effect)
    case 'share-decisions':
      return shareDecisions(runtime)
    case 'write-alert':
      return writeAlert(runtime, effect)
    case 'record-spent':
      return recordToday(runtime)
    case 'log-prediction':
      return logOutcome(runtime, effect)
    default:
      return effect satisfies never
  }
}

const addressOf = ({ stream, batch, run }: RunAddress): RunAddress => ({ stream, batch, run })

/** Into the file of every worker that runs, at once. One that is just being started writes it when it is up. */
function shareDecisions({ places, session }: Runtime): void {
  for (const { run, attempt } of runningAttempts(session())) {
    if (attempt.worker !== null) writeDecisions(runFolder(places, run), session().decisions)
  }
}

function reportBug(runtime: Runtime, effect: Effect, message: string): void {
  const { dispatch, now } = runtime
  const detail = `br-tui could not ${effect.type}: ${message}.`
  if (effect.type === 'prepare-stream')
    dispatch({ type: 'stream-not-prepared', at: now(), stream: effect.stream, detail })
  else if (effect.type === 'abort-conflict') notAborted(runtime, effect, detail)
  else if (effect.type === 'start-attempt')
    endAs(runtime, addressOf(effect), { kind: 'not-started', exit: null, signal: null, detail })
  else if (effect.type === 'judge-attempt')
    dispatch({ type: 'attempt-not-judged', at: now(), ...addressOf(effect), detail })
  else if (effect.type === 'compose-landing' || effect.type === 'publish-landing') {
    dispatch({ type: 'landing-failed', at: now(), number: effect.number, detail })
  } else notice(runtime, 'stream' in effect ? effect.stream : ORCHESTRATOR, detail, 'bad')
}
