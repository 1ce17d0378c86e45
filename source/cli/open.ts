import { findOrLaunchHost } from '../runtime/launch-host.ts'
import { findHere } from './here.ts'
import { lineClient } from './line-client.ts'
import { openOnHost, readPlanFile } from './open-plan.ts'
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
  const here = await findHere(options.cwd)
  if (!here.ok) return complain(here.error)
  const plan = file === undefined ? null : await readPlanFile(file, here.value.repository.root)
  if (plan && !plan.ok) return complain(plan.error, 2)
  const host = await findOrLaunchHost(here.value.launch)
  if (!host.ok) return complain(host.error)
  const { format, agent, workers } = options
  const opened = await openOnHost(host.value, here.value, {
    plan: plan ? plan.value : null,
    ...{ format, agent, workers },
    trust: options.trust ?? false,
    replace: options.replace ?? false,
    auto: null,
    canAsk: true,
  })
  if (!opened.ok) {
    host.value.close()
    return complain(opened.error, opened.error.exit)
  }
  print(opened.value)
  return lineClient(host.value, { focus: null })
}
