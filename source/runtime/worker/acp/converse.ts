import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  type ClientContext,
  type InitializeResponse,
  methods,
  type NewSessionResponse,
  PROTOCOL_VERSION,
  type PromptResponse,
} from '@agentclientprotocol/sdk'
import type { DialogueEnd } from '../agent-process.ts'
import { decisionBlocks } from '../batch-files.ts'
import { decisionNews } from '../decision-news.ts'
import { oneLine } from '../plain-text.ts'
import type { WorkerSpec } from '../run-folder.ts'
import { endOfError, endOfTurn } from './end-reason.ts'
import { isolationProblem } from './isolation.ts'
import type { OwnFailure } from './own-failure.ts'
import type { SessionLog } from './session-log.ts'
import { type SetModel, setModel } from './set-model.ts'
import { ownTools } from './tools.ts'

export interface Talk {
  agent: ClientContext
  spec: WorkerSpec & { acp: NonNullable<WorkerSpec['acp']> }
  pid: number
  log: SessionLog
  failure: OwnFailure
  /** What was said to it since its last turn; empty: nothing. */
  takeSaid: () => string[]
  /** Which model it works with, and which it said no to. */
  onModel: (set: SetModel) => void
  /** What was changed in its workspace before it was started. */
  changes: string
  /** What it tells meanwhile has happened before. */
  onReplay: (isOn: boolean) => void
  /** From now on it can be cancelled by the protocol's own means. */
  onSession: (sessionId: string) => void
}

/** A first start may have to fetch an adapter of some hundred megabytes. In ms. */
const HANDSHAKE = 300_000
/** A good-bye that is not answered is not waited for. In ms. */
const GOODBYE = 1000

/** The whole talk with an agent on one batch: greeting, session, mode, the batch, and what people say meanwhile. */
export async function converse(talk: Talk): Promise<DialogueEnd> {
  const { agent, spec } = talk
  try {
    const hello = await inTime(
      agent.request(methods.agent.initialize, {
        protocolVersion: PROTOCOL_VERSION,
        clientCapabilities: {
          fs: { readTextFile: spec.acp.files, writeTextFile: spec.acp.files },
          terminal: false,
        },
        clientInfo: { name: 'br-tui', version: '1' },
      }),
    )
    if (hello.protocolVersion !== PROTOCOL_VERSION) {
      return unfit(`it speaks version ${hello.protocolVersion} of the protocol, not ${PROTOCOL_VERSION}`)
    }
    const session = await openSession(talk, hello)
    const { models } = spec.acp
    if (models.length > 0) {
      const set = await inTime(setModel(agent, session, models))
      talk.onModel(set)
      if (set.refused.length === models.length) return unfit(`it has none of the models ${models.join(', ')}`)
    }
    const wrong = (await setMode(talk, session)) ?? (await isolation(talk))
    if (wrong !== null) return unfit(wrong)
    talk.onSession(session.sessionId)
    const end = await turns(talk, session.sessionId)
    if (hello.agentCapabilities?.sessionCapabilities?.close) await close(agent, session.sessionId)
    return end
  } catch (error) {
    return endOfError(error, Date.now())
  }
}

type Opened = Pick<NewSessionResponse, 'sessionId' | 'modes'>

/** The session of the last try where there is one and the agent can take it up again, else a fresh one. */
async function openSession(talk: Talk, hello: InitializeResponse): Promise<Opened> {
  const { agent, spec, log, onReplay } = talk
  const { session: methodsOf } = methods.agent
  const place = { cwd: spec.cwd, mcpServers: ownTools(spec), ...reportFolder(talk, hello) }
  const { loadSession, sessionCapabilities } = hello.agentCapabilities ?? {}
  const { resume: sessionId } = spec.acp
  const canResume = Boolean(sessionCapabilities?.resume)
  if (sessionId !== null && (canResume || loadSession)) {
    try {
      // One that is loaded is told again from its beginning, one that is resumed is not.
      onReplay(!canResume)
      const taken: Pick<NewSessionResponse, 'modes'> | null = canResume
        ? await inTime(agent.request(methodsOf.resume, { ...place, sessionId }))
        : await inTime(agent.request(methodsOf.load, { ...place, sessionId }))
      log.warn('It goes on in its session of the last try.')
      return { ...taken, sessionId }
    } catch (error) {
      const why = oneLine(error instanceof Error ? error.message : String(error), 200)
      log.warn(`Its session of the last try cannot be taken up (${why}): it begins a fresh one.`)
    } finally {
      onReplay(false)
    }
  }
  return inTime(agent.request(methodsOf.new, place))
}

const GO_ON = 'Your turn was cut short. Go on where you stopped, and end your turn when you have finished.'

/**
 * The batch is the first turn; what was said meanwhile is one more each time. A turn that used up what one may take is
 * followed by another, once: an agent that needs more than two for a batch does not come to an end.
 */
async function turns({ agent, spec, log, failure, takeSaid }: Talk, sessionId: string): Promise<DialogueEnd> {
  let text = await readFile(spec.acp.promptFile, 'utf8')
  let mayGoOn = true
  const told = new Set(decisionBlocks(text))
  for (;;) {
    const prompt = [{ type: 'text' as const, text }]
    const { stopReason }: PromptResponse = await agent.request(methods.agent.session.prompt, {
      sessionId,
      prompt,
    })
    const end = endOfTurn(stopReason, failure.why(), Date.now())
    if (end.kind === 'max-turns' && mayGoOn) {
      mayGoOn = false
      log.warn(`${end.detail} It is told to go on, once.`)
      text = GO_ON
      continue
    }
    const said = takeSaid()
    if (end.kind !== 'finished' || said.length === 0) return end
    for (const each of said) log.said(each)
    const news = decisionNews(await decisionsNow(spec), told, spec.stream)
    if (news !== '') log.warn(DECIDED)
    text = [...said, news].filter(Boolean).join('\n\n')
  }
}

/** One with a sandbox of its own could not write its status file, which lies outside of the workspace. */
const reportFolder = ({ spec }: Talk, { agentCapabilities }: InitializeResponse) =>
  agentCapabilities?.sessionCapabilities?.additionalDirectories
    ? { additionalDirectories: [dirname(spec.statusFile)] }
    : {}

const DECIDED = 'it is told what was decided meanwhile'

/** Kept current by the host; without it there is no news. */
const decisionsNow = ({ env }: WorkerSpec): Promise<string> =>
  readFile(env.BR_DECISIONS_FILE ?? '', 'utf8').catch(() => '')

/** Some agents ask for nothing in the mode they start in: one that cannot be set to ask is not let begin. */
async function setMode({ agent, spec }: Talk, { sessionId, modes }: Opened): Promise<string | null> {
  const { mode } = spec.acp
  if (mode === null || modes?.currentModeId === mode) return null
  const offered = modes?.availableModes.map(({ id }) => id) ?? []
  if (!offered.includes(mode)) {
    const names = oneLine(offered.join(', '), 200) || 'none'
    return `it has no mode '${mode}' in which it would ask; it offers ${names}`
  }
  await inTime(agent.request(methods.agent.session.setMode, { sessionId, modeId: mode }))
  return null
}

const isolation = ({ spec, pid, changes }: Talk): Promise<string | null> =>
  isolationProblem({ cwd: spec.cwd, base: spec.base, branch: spec.acp.branch, changes }, pid)

async function close(agent: ClientContext, sessionId: string): Promise<void> {
  const closed = agent.request(methods.agent.session.close, { sessionId }).then(
    () => {},
    () => {},
  )
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, GOODBYE).unref())])
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const message = `it did not answer within ${HANDSHAKE / 1000} seconds of its start`
    timer = setTimeout(() => reject(new Error(message)), HANDSHAKE)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

const unfit = (why: string): DialogueEnd => ({
  kind: 'unfit',
  detail: `Nothing was asked of the agent: ${why}.`,
  retryAt: null,
})
