import { createInterface } from 'node:readline/promises'
import type { ClientMessage, HostMessage, TrustRequest } from '../model/message.ts'
import { ok, type Problem, type Result } from '../model/result.ts'
import type { HostConnection } from '../runtime/host-connection.ts'
import { type PlanText, readPlanFile } from '../runtime/read-plan-file.ts'
import type { ExitCode } from './print.ts'

export interface OpenOptions {
  plan: PlanText | null
  format?: string | undefined
  agent?: string | undefined
  workers?: number | undefined
  /** The session's ceiling, USD. */
  budget?: number | undefined
  trust: boolean
  replace: boolean
  auto: Extract<ClientMessage, { type: 'open' }>['auto']
  /** Somebody is there to be asked. */
  canAsk: boolean
}

export type OpenFailure = Problem & { exit: ExitCode }

/** Asks the host to open a plan, or to go on; asks the person when commands need their trust. */
export async function openOnHost(
  host: HostConnection,
  options: OpenOptions,
): Promise<Result<string, OpenFailure>> {
  let trust: string[] = []
  for (;;) {
    const answer = await ask(host, options, trust)
    if (answer === null) return refused('The host is gone.', 'Start again: nothing is lost.')
    if (answer.type === 'opened') return ok(answer.message)
    if (answer.trust === null)
      return { ok: false, error: { message: answer.message, exit: answer.exit as ExitCode } }
    const trusted = options.trust || (options.canAsk && (await askToTrust(answer.trust)))
    if (!trusted) {
      return refused(
        `${answer.message}\n${commandList(answer.trust)}\n`,
        'Look at them, then start again with --trust.',
      )
    }
    trust = [answer.trust.hash]
  }
}

/** Opens a plan of the repository for a person who is there to be asked. */
export async function openPlanFile(
  host: HostConnection,
  { file, root }: { file: string; root: string },
): Promise<Result<string>> {
  const plan = await readPlanFile(file, { cwd: root, root })
  if (!plan.ok) return plan
  return openOnHost(host, { plan: plan.value, trust: false, replace: false, canAsk: true, auto: null })
}

const refused = (message: string, mend: string): Result<never, OpenFailure> => ({
  ok: false,
  error: { message, mend, exit: 1 },
})

type OpenAnswer = Extract<HostMessage, { type: 'opened' | 'not-opened' }>

async function ask(host: HostConnection, options: OpenOptions, trust: string[]): Promise<OpenAnswer | null> {
  const { plan, format, agent, workers, budget, replace, auto } = options
  const answered = new Promise<OpenAnswer>((resolveAnswer) => {
    const stop = host.listen((message) => {
      if (message.type !== 'opened' && message.type !== 'not-opened') return
      stop()
      resolveAnswer(message)
    })
  })
  host.send({
    type: 'open',
    request: 1,
    planFile: plan?.file ?? null,
    planText: plan?.text ?? null,
    format: format ?? null,
    overrides: {
      ...(agent === undefined ? {} : { agent }),
      ...(workers === undefined ? {} : { workers }),
      ...(budget === undefined ? {} : { budget: { session: budget } }),
    },
    trust,
    replace,
    auto,
  })
  return Promise.race([answered, host.closed.then(() => null)])
}

async function askToTrust(request: TrustRequest): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  process.stderr.write(
    `This repository and plan want to run on your machine, as you:\n${commandList(request)}\n`,
  )
  const said = await asking.question('Trust these commands? It is asked once for each content. [y/N] ')
  asking.close()
  return /^y(es)?$/i.test(said.trim())
}

const commandList = ({ commands }: TrustRequest): string =>
  commands
    .map(
      (command) => `  ${command.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, ' ').replaceAll('\n', '\n    ')}`,
    )
    .join('\n')
