import { printFindings } from '../checks/print-findings.ts'
import type { Result } from '../model/result.ts'
import { type HookStatus, hookStatus, installHooks, uninstallHooks } from '../runtime/git/hooks.ts'
import { locateRepository } from '../runtime/git/locate.ts'
import { readGrammar } from '../runtime/grammars.ts'
import { allowListOf } from '../runtime/scan/allow-list-of.ts'
import { stagedIn } from '../runtime/scan/contents.ts'
import { scan } from '../runtime/scan/scan.ts'
import { ownProgram } from './own-program.ts'
import { complain, type ExitCode, print, warn } from './print.ts'

type Action = 'install' | 'uninstall' | 'status' | 'run'

/** `br-tui hook`: looks at what is staged before each commit of a person. */
export async function hook(action: Action, { cwd }: { cwd?: string }): Promise<ExitCode> {
  const repository = await locateRepository(cwd ?? process.cwd())
  if (!repository)
    return complain({ message: 'Here is no git repository.', mend: 'Go into one, or say --cwd DIR.' })
  if (action === 'run') return runHook(repository.root)
  const done = await ACTIONS[action](repository)
  if (!done.ok) return complain(done.error)
  print(sentenceFor(done.value))
  return done.value.state === 'bypassed' ? 1 : 0
}

const ACTIONS: Record<
  Exclude<Action, 'run'>,
  (repository: { root: string; commonDir: string }) => Promise<Result<HookStatus>>
> = {
  install: (repository) => installHooks(repository, ownProgram()),
  uninstall: uninstallHooks,
  status: hookStatus,
}

function sentenceFor({ state, hook: path, chained, detail }: HookStatus): string {
  if (state === 'bypassed') return `The hook does not run. ${detail}`
  if (state === 'not-installed')
    return 'No hook of br-tui is installed here. Install it with: br-tui hook install'
  return `Before each commit, what is staged is looked at (${path})${chained ? `, then ${chained} runs` : ''}.`
}

async function runHook(root: string): Promise<ExitCode> {
  const list = await allowListOf(root)
  if (!list.ok) return complain(list.error)
  const found = await scan(
    stagedIn(root, process.env.GIT_INDEX_FILE),
    { secrets: true, sql: readGrammar },
    { entries: list.value.entries, trustsInline: process.env.BR_RUN === undefined },
  )
  if (!found.ok) return complain(found.error)
  const { findings, unread } = found.value
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (findings.length > 0) warn(printFindings(findings))
  for (const why of unread) warn(why)
  if (errors.length === 0 && unread.length === 0) return 0
  warn("Nothing was committed. Mend it, or say in .br-allow why it may stay: 'CODE PATH REASON'.")
  return errors.length > 0 ? 3 : 1
}
