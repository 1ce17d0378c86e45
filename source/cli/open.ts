import { ok, type Result } from '../model/result.ts'
import type { HostConnection } from '../runtime/host-connection.ts'
import { findOrLaunchHost } from '../runtime/launch-host.ts'
import { readPlanFile } from '../runtime/read-plan-file.ts'
import { findHere, type Here, storedSession } from './here.ts'
import { lineClient } from './line-client.ts'
import { type OpenFailure, openOnHost } from './open-plan.ts'
import { findPlanOffers } from './plan-offers.ts'
import { complain, type ExitCode, print } from './print.ts'

export interface OpenCommandOptions {
  cwd?: string
  workers?: number
  budget?: number
  agent?: string
  format?: string
  trust?: boolean
  replace?: boolean
}

/**
 * `br-tui [PLAN]`: the screen, on the plan, or on the session that is there, or on a choice of the plans that are
 * found. A terminal that can place nothing on a screen is talked to line by line.
 */
export async function open(file: string | undefined, options: OpenCommandOptions): Promise<ExitCode> {
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  if (!isTerminal) {
    const instead =
      file === undefined
        ? "'br-tui status' or 'br-tui send TEXT'"
        : `'br-tui run ${file}' or 'br-tui plan ${file}'`
    return complain({ message: 'This needs a terminal, and there is none.', mend: `Use ${instead}.` }, 2)
  }
  const here = await findHere(options.cwd)
  if (!here.ok) return complain(here.error)
  const opened = await openSession(here.value, file, options)
  if (!opened.ok) return complain(opened.error, opened.error.exit)
  const { host, said, isOpen } = opened.value
  if (process.env.TERM !== 'dumb') {
    const { places, repository } = here.value
    const { showScreen } = await import('./screen.ts')
    return (await showScreen(host, { places, root: repository.root, isOpen })) ?? 1
  }
  print(said)
  return lineClient(host, { focus: null })
}

/** A host without a session, where there is none and plans are there to choose from. */
async function openSession(here: Here, file: string | undefined, options: OpenCommandOptions): Opening {
  if (file !== undefined) return openHost(here, file, options, true)
  const stored = await storedSession(here.places)
  if (stored.ok && stored.value) return openHost(here, undefined, options, true)
  const offers = await findPlanOffers(here.repository.root)
  if (offers.length === 0) return { ok: false, error: { ...NOTHING_TO_OPEN, exit: 1 } }
  if (process.env.TERM === 'dumb') {
    const message = `There is no session in this repository yet. Plans: ${offers.map((each) => each.file).join(', ')}.`
    return { ok: false, error: { message, mend: 'Open one with: br-tui PLAN', exit: 1 } }
  }
  const host = await findOrLaunchHost(here.launch)
  return host.ok
    ? ok({ host: host.value, said: '', isOpen: false })
    : { ok: false, error: { ...host.error, exit: 1 } }
}

const NOTHING_TO_OPEN = {
  message: 'There is no session in this repository, and no plan in it.',
  mend: "Write one (headings such as '### Phase 1: Title' and '#### Stream A: Title (2 days)', see README.md) and open it with: br-tui PLAN.md. To see how it goes: br-tui demo",
}

/** `br-tui open PLAN`: the same without a terminal; the host goes on and is talked to with `send`. */
export async function openQuietly(file: string | undefined, options: OpenCommandOptions): Promise<ExitCode> {
  const here = await findHere(options.cwd)
  if (!here.ok) return complain(here.error)
  const opened = await openHost(here.value, file, options, false)
  if (!opened.ok) return complain(opened.error, opened.error.exit)
  print(`${opened.value.said} Type to it with: br-tui send TEXT`)
  opened.value.host.close()
  return 0
}

type Opening = Promise<Result<{ host: HostConnection; said: string; isOpen: boolean }, OpenFailure>>

async function openHost(
  here: Here,
  file: string | undefined,
  { cwd, format, agent, workers, budget, trust = false, replace = false }: OpenCommandOptions,
  canAsk: boolean,
): Opening {
  const failed = (error: { message: string; mend?: string }, exit: ExitCode = 1) => ({
    ok: false as const,
    error: { ...error, exit },
  })
  const plan = file === undefined ? null : await readPlanFile(file, { cwd, root: here.repository.root })
  if (plan && !plan.ok) return failed(plan.error, 2)
  const host = await findOrLaunchHost(here.launch)
  if (!host.ok) return failed(host.error)
  const opened = await openOnHost(host.value, {
    plan: plan ? plan.value : null,
    ...{ format, agent, workers, budget, trust, replace, canAsk },
    auto: null,
  })
  if (opened.ok) return { ok: true, value: { host: host.value, said: opened.value, isOpen: true } }
  host.value.close()
  return opened
}
