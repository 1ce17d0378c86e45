import { existsSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { client, methods, ndJsonStream, RequestError } from '@agentclientprotocol/sdk'
import { ok, type Result } from '../../../model/result.ts'
import type { Ask } from '../../../model/session.ts'
import type { ToldUsage } from '../../../model/usage.ts'
import { judge } from '../../../policy/judge.ts'
import { type AgentExit, type AgentProcess, type DialogueEnd, spawnAgent } from '../agent-process.ts'
import { openCallLog } from '../call-log.ts'
import type { Masker } from '../mask.ts'
import type { OutputRecorder } from '../output-recorder.ts'
import { oneLine } from '../plain-text.ts'
import { runPaths } from '../run-paths.ts'
import { answerByRule } from './answer-by-rule.ts'
import { createAsks } from './asks.ts'
import { converse, type Talk } from './converse.ts'
import { deedOf, fileOf } from './deed.ts'
import { isFromModel } from './end-reason.ts'
import { inWireOrder } from './in-wire-order.ts'
import { changesIn } from './isolation.ts'
import { createOwnFailure } from './own-failure.ts'
import { askOf } from './permission.ts'
import { createSessionLog } from './session-log.ts'
import type { SetModel } from './set-model.ts'
import { readToolCall, readUpdate } from './update.ts'
import { createUsageCounter } from './usage.ts'
import { workspaceFiles } from './workspace-files.ts'

interface Ears {
  recorder: OutputRecorder
  masker: Masker
  onAsked: (ask: Ask) => void
  onSettled: (ask: Ask) => void
  /** The model behind it has said something. May come again and again. */
  onReached: () => void
  /** It has opened its session, or taken one up again. */
  onSession: (id: string) => void
  /** It has sent something, also what is not shown. */
  onHeard: () => void
  onUsage: (told: ToldUsage) => void
  onModel: (set: SetModel) => void
}

/** Starts an agent that speaks the Agent Client Protocol, and talks with it until its batch is over. */
export async function startAcp(
  spec: Talk['spec'],
  { recorder, masker, onAsked, onSettled, onReached, onSession, onHeard, onUsage, onModel }: Ears,
): Promise<Result<AgentProcess>> {
  const changes = existsSync(spec.cwd) ? await changesIn(spec.cwd) : ''
  const spawned = await spawnAgent(spec)
  if (!spawned.ok) return spawned
  const { child, agent } = spawned.value
  const input = child.stdin as Writable
  // It may die at any moment; its exit tells of that.
  input.on('error', () => {})
  child.stderr.on('data', recorder.err)

  const cwd = realpathSync(spec.cwd)
  const calls = openCallLog(runPaths(dirname(spec.logFile)).calls, masker)
  const log = createSessionLog({ write: (text) => recorder.out(Buffer.from(text)), cwd, calls })
  const failure = createOwnFailure()
  const files = workspaceFiles(cwd)
  const { permissions } = spec.acp
  const allowed = new Set(spec.acp.allowed)
  const used = createUsageCounter({ run: spec.run, before: spec.acp.used, onUsage })
  const said: string[] = []
  const told = new Set<string>()
  // An agent that tries what is denied at each turn would never end, were it told each time.
  const tellOnce = (text: string) => {
    if (!told.has(text)) said.push(text)
    told.add(text)
  }
  let sessionId: string | null = null
  let isOver = false
  let isReplay = false
  const asks = createAsks({
    onAsked: (ask) => {
      log.asked(ask)
      onAsked(ask)
    },
    onSettled,
  })

  /** What may not be edited may not be written through us either. */
  const mayWrite = async (path: string) => {
    const deed = { commands: [], files: [await fileOf(path, cwd)], isWhole: false }
    const ruling = judge(deed, permissions)
    if (ruling) throw new Error(`${path} may not be edited, by the rule '${ruling.rule}'.`)
  }
  const wire = ndJsonStream(
    Writable.toWeb(input) as WritableStream<Uint8Array>,
    Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
  )
  const onUpdate = (params: unknown) => {
    onHeard()
    // Its log has it already.
    if (isReplay) return
    const raw = (params as { update?: unknown } | undefined)?.update
    failure.take(raw)
    used.update(raw)
    const update = readUpdate(raw)
    if (!update) return
    // What it says after its provider failed is no answer of a model.
    if (failure.why() === null && isFromModel(update)) onReached()
    log.update(update)
  }
  const connection = client({ name: 'br-tui' })
    .onRequest(
      methods.client.session.requestPermission,
      async ({ params: { toolCall, options }, signal }) => {
        const call = log.whole(readToolCall(toolCall))
        const ask = askOf({ call, options }, { cwd, mask: masker.mask })
        const ruled = answerByRule(await deedOf(call, cwd), ask, { permissions, allowed })
        if (ruled === null) return { outcome: await asks.ask(ask, signal) }
        log.answered(ask, ruled.word)
        if (ruled.rule !== null)
          tellOnce(`You asked: ${ask.title}. The answer is no, by the rule '${ruled.rule}'.`)
        return { outcome: ruled.outcome }
      },
    )
    .onRequest(methods.client.fs.readTextFile, async ({ params }) => ({
      content: await orTell(files.read(params.path, params)),
    }))
    .onRequest(methods.client.fs.writeTextFile, async ({ params }) => {
      await orTell(mayWrite(params.path))
      await orTell(files.write(params.path, params.content))
      return {}
    })
    .connect(inWireOrder(wire, onUpdate, used.answer))

  const talked = converse({
    ...{ agent: connection.agent, spec, pid: agent.pid, log, failure },
    takeSaid: () => said.splice(0),
    onModel: (set) => {
      if (set.model !== null) used.onModel(set.model)
      onModel(set)
    },
    changes,
    onReplay: (isOn) => {
      isReplay = isOn
    },
    onSession: (id) => {
      sessionId = id
      used.onSession(id)
      if (id.length <= LONGEST_ID) onSession(id)
    },
  })
  const ended = untilEnd(talked, agent.exited).then((end) => {
    isOver = true
    asks.cancelAll()
    log.end()
    return end
  })
  return ok({
    ...agent,
    dialogue: {
      ended,
      cancel: async () => {
        asks.cancelAll()
        // Without a session there is nothing to cancel: it ends like any other program.
        if (sessionId === null || isOver) return
        await connection.agent.notify(methods.agent.session.cancel, { sessionId }).catch(() => {})
        await ended
      },
      answer: (answer) => {
        const ask = asks.answer(answer)
        if (ask === null) return
        const isAllowed = ask.options.find(({ id }) => id === answer.option)?.kind.startsWith('allow')
        if (isAllowed && answer.remember && ask.key !== null) allowed.add(ask.key)
        log.answered(
          ask,
          `${isAllowed ? 'allowed' : 'denied'}${answer.remember ? ' for good in this stream' : ''}`,
        )
        if (answer.text !== '') said.push(`You asked: ${ask.title}. The answer is no: ${answer.text}`)
      },
      say: (text) => said.push(text),
      ask: asks.current,
      close: () => input.end(),
    },
  })
}

/** What it says of its end, or that it died before it said anything; its last words may still be on the way then. */
async function untilEnd(talked: Promise<DialogueEnd>, exited: Promise<AgentExit>): Promise<DialogueEnd> {
  const crashed = exited.then(async ({ exit, signal }): Promise<DialogueEnd> => {
    const how = signal === null ? `It exited with code ${exit}` : `It was ended by ${signal}`
    const last = await Promise.race([
      talked,
      new Promise<null>((resolve) => setTimeout(resolve, LAST_WORDS, null)),
    ])
    // Of a pipe that is closed everybody knows: the exit says more.
    if (last && last.kind !== 'crashed') return last
    return { kind: 'crashed', detail: `${how} in the middle of its work.`, retryAt: null }
  })
  // A broken connection is told a moment before the exit that it comes from.
  const first = await Promise.race([talked, crashed])
  if (first.kind !== 'crashed') return first
  const waited = new Promise<DialogueEnd>((resolve) => setTimeout(resolve, LAST_WORDS, first))
  return Promise.race([crashed, waited])
}

const LAST_WORDS = 200
/** No agent has such a long one; it is kept for good. */
const LONGEST_ID = 500

/** An error of ours goes back to the agent as one sentence, without our own paths of code. */
async function orTell<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new RequestError(-32602, oneLine(error instanceof Error ? error.message : String(error), 300))
  }
}
