import { realpathSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { client, methods, ndJsonStream, RequestError } from '@agentclientprotocol/sdk'
import { ok, type Result } from '../../../model/result.ts'
import type { Ask } from '../../../model/session.ts'
import type { ToldUsage } from '../../../model/usage.ts'
import { type AgentExit, type AgentProcess, type DialogueEnd, spawnAgent } from '../agent-process.ts'
import type { OutputRecorder } from '../output-recorder.ts'
import { oneLine } from '../plain-text.ts'
import { createAsks } from './asks.ts'
import { converse, type Talk } from './converse.ts'
import { inWireOrder } from './in-wire-order.ts'
import { createOwnFailure } from './own-failure.ts'
import { askOf } from './permission.ts'
import { createSessionLog } from './session-log.ts'
import type { SetModel } from './set-model.ts'
import { createUsageCounter } from './usage.ts'
import { workspaceFiles } from './workspace-files.ts'

interface Ears {
  recorder: OutputRecorder
  mask: (text: string) => string
  onAsked: (ask: Ask) => void
  onSettled: (ask: Ask) => void
  onUsage: (told: ToldUsage) => void
  onModel: (set: SetModel) => void
}

/** Starts an agent that speaks the Agent Client Protocol, and talks with it until its batch is over. */
export async function startAcp(
  spec: Talk['spec'],
  { recorder, mask, onAsked, onSettled, onUsage, onModel }: Ears,
): Promise<Result<AgentProcess>> {
  const spawned = await spawnAgent(spec, 'pipe')
  if (!spawned.ok) return spawned
  const { child, agent } = spawned.value
  const input = child.stdin as Writable
  // It may die at any moment; its exit tells of that.
  input.on('error', () => {})
  child.stderr.on('data', recorder.err)

  const cwd = realpathSync(spec.cwd)
  const log = createSessionLog({ write: (text) => recorder.out(Buffer.from(text)), cwd })
  const failure = createOwnFailure()
  const files = workspaceFiles(cwd)
  const used = createUsageCounter({ run: spec.run, before: spec.acp.used, onUsage })
  const said: string[] = []
  let sessionId: string | null = null
  let isOver = false
  const asks = createAsks({
    onAsked: (ask) => {
      log.asked(ask)
      onAsked(ask)
    },
    onSettled,
  })

  const wire = ndJsonStream(
    Writable.toWeb(input) as WritableStream<Uint8Array>,
    Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
  )
  const onUpdate = (params: unknown) => {
    const update = (params as { update?: unknown } | undefined)?.update
    log.update(update)
    failure.take(update)
    used.update(update)
  }
  const connection = client({ name: 'br-tui' })
    .onRequest(methods.client.session.requestPermission, async ({ params, signal }) => ({
      outcome: await asks.ask(askOf(params, { cwd, mask }), signal),
    }))
    .onRequest(methods.client.fs.readTextFile, async ({ params }) => ({
      content: await orTell(files.read(params.path, params)),
    }))
    .onRequest(methods.client.fs.writeTextFile, async ({ params }) => {
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
    onSession: (id) => {
      sessionId = id
      used.onSession(id)
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
        const kind = ask.options.find(({ id }) => id === answer.option)?.kind
        log.answered(ask, kind?.startsWith('allow') ? 'allowed' : 'denied')
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

/** An error of ours goes back to the agent as one sentence, without our own paths of code. */
async function orTell<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new RequestError(-32602, oneLine(error instanceof Error ? error.message : String(error), 300))
  }
}
