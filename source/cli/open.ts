import type { Result } from '../model/result.ts'
import type { HostConnection } from '../runtime/host-connection.ts'
import { findOrLaunchHost } from '../runtime/launch-host.ts'
import { findHere } from './here.ts'
import { lineClient } from './line-client.ts'
import { type OpenFailure, openOnHost, readPlanFile } from './open-plan.ts'
import { complain, type ExitCode, print } from './print.ts'

export interface OpenCommandOptions {
  cwd?: string
  workers?: number
  agent?: string
  format?: string
  trust?: boolean
  replace?: boolean
}

/** `br-tui [PLAN]`: opens the plan, or goes on with the session that is there, and talks to it line by line. */
export async function open(file: string | undefined, options: OpenCommandOptions): Promise<ExitCode> {
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  if (!isTerminal) {
    const instead =
      file === undefined
        ? "'br-tui status' or 'br-tui send TEXT'"
        : `'br-tui run ${file}' or 'br-tui plan ${file}'`
    return complain({ message: 'This needs a terminal, and there is none.', mend: `Use ${instead}.` }, 2)
  }
  const opened = await openHost(file, options, true)
  if (!opened.ok) return complain(opened.error, opened.error.exit)
  print(opened.value.said)
  return lineClient(opened.value.host, { focus: null })
}

/** `br-tui open PLAN`: the same without a terminal; the host goes on and is talked to with `send`. */
export async function openQuietly(file: string | undefined, options: OpenCommandOptions): Promise<ExitCode> {
  const opened = await openHost(file, options, false)
  if (!opened.ok) return complain(opened.error, opened.error.exit)
  print(`${opened.value.said} Type to it with: br-tui send TEXT`)
  opened.value.host.close()
  return 0
}

async function openHost(
  file: string | undefined,
  { cwd, format, agent, workers, trust = false, replace = false }: OpenCommandOptions,
  canAsk: boolean,
): Promise<Result<{ host: HostConnection; said: string }, OpenFailure>> {
  const failed = (error: { message: string; mend?: string }, exit: ExitCode = 1) => ({
    ok: false as const,
    error: { ...error, exit },
  })
  const here = await findHere(cwd)
  if (!here.ok) return failed(here.error)
  const plan = file === undefined ? null : await readPlanFile(file, { cwd, root: here.value.repository.root })
  if (plan && !plan.ok) return failed(plan.error, 2)
  const host = await findOrLaunchHost(here.value.launch)
  if (!host.ok) return failed(host.error)
  const opened = await openOnHost(host.value, {
    plan: plan ? plan.value : null,
    ...{ format, agent, workers, trust, replace, canAsk },
    auto: null,
  })
  if (opened.ok) return { ok: true, value: { host: host.value, said: opened.value } }
  host.value.close()
  return opened
}
