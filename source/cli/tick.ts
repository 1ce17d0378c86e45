import { readFile, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { landedTasks } from '../engine/landed-plan.ts'
import type { Task } from '../model/plan.ts'
import { ok, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { splitLines } from '../plan/diagnose.ts'
import { isMarkdown } from '../plan/findings/plan-context.ts'
import { type Ticked, tickPlan } from '../plan/tick.ts'
import { counted, listed } from '../plan/words.ts'
import { replaceSafely } from '../runtime/write-safely.ts'
import { findHere, storedSession } from './here.ts'
import { complain, type ExitCode, print } from './print.ts'

/** `br-tui plan PLAN --tick`: what has landed, into the plan's own boxes. Nothing else ever writes a person's plan. */
export async function tick(file: string, cwd = '.'): Promise<ExitCode> {
  if (process.env.BR_RUN)
    return complain({ message: 'A worker does not tick the plan it works on.', mend: 'A person does.' })
  const path = resolve(cwd, file)
  const session = await sessionOf(path, cwd)
  if (!session.ok) return complain(session.error)
  const ticked = await write(path, session.value)
  if (!ticked.ok) return complain(ticked.error)
  const { lines, already, boxless, lost } = ticked.value
  const earlier = already > 0 ? ` ${already} had theirs already.` : ''
  print(
    lines.length > 0
      ? `Ticked ${lines.length === 1 ? 'line' : 'lines'} ${listed(lines.map(String), 20)} of ${file}.${earlier}`
      : `Nothing to tick.${earlier}`,
  )
  if (boxless.length > 0) print(`${counted(boxless.length, 'task')} without a box: ${named(boxless)}.`)
  if (lost.length === 0) return 0
  const them = lost.length === 1 ? 'it' : 'them'
  const message = `Not ticked, because the plan no longer says the same of ${them}: ${named(lost)}.`
  return complain({ message, mend: `Tick ${them} by hand, if still meant.` })
}

const named = (tasks: Task[]): string => listed(tasks.map(({ id, title }) => `${id} (${title})`))

/** The session of this repository, if it is about this plan. */
async function sessionOf(path: string, cwd: string): Promise<Result<Session>> {
  const here = await findHere(cwd)
  if (!here.ok) return here
  const stored = await storedSession(here.value.places)
  if (!stored.ok) return stored
  const session = stored.value
  if (!session)
    return problem(
      'There is no session in this repository yet, so nothing has landed.',
      'Start one with: br-tui PLAN.md',
    )
  const own = resolve(here.value.repository.root, session.planFile)
  const [asked, its] = await Promise.all([path, own].map((each) => realpath(each).catch(() => null)))
  if (asked === null) return problem(`There is no plan ${path}.`)
  if (asked === its) return ok(session)
  return problem(
    `The session here is about another plan, ${session.planFile}.`,
    `Tick that one: br-tui plan ${session.planFile} --tick`,
  )
}

async function write(path: string, session: Session): Promise<Result<Ticked>> {
  try {
    const bytes = await readFile(path)
    const text = bytes.toString('utf8')
    // Bytes that are no text would come out as others.
    if (!Buffer.from(text).equals(bytes))
      return problem('The plan is not all UTF-8.', 'Save it as UTF-8, then tick again.')
    if (!isMarkdown(splitLines(text)))
      return problem('A plan in JSON has no boxes to tick.', 'Set the status with the tool that made it.')
    const ticked = tickPlan(text, { plan: session.plan, done: landedTasks(session), file: session.planFile })
    if (ticked.lines.length === 0 || (await replaceSafely(path, bytes, ticked.text))) return ok(ticked)
    return problem('The plan was changed just now, so nothing was written.', 'Tick again.')
  } catch (error) {
    return problem(`The plan cannot be written: ${(error as Error).message}.`)
  }
}
