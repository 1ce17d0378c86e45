import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { quote } from 'shlex'
import { type Claim, proof } from '../demo/proof.ts'
import { integrationBranch } from '../engine/refs.ts'
import type { Session } from '../model/session.ts'
import { checkoutFingerprint, type DemoPlace, gitText, makeDemoRepository } from './demo-repository.ts'
import { findHere, storedSession } from './here.ts'
import { ownProgram } from './own-program.ts'
import { complain, type ExitCode, print } from './print.ts'
import { runPlan } from './run.ts'

/** `br-tui demo`: a real repository, a real plan, the real loop; afterwards what it showed is held against the facts. */
export async function demo(dir: string | undefined): Promise<ExitCode> {
  const made = await makeDemoRepository(dir, process.env)
  if (!made.ok) return complain(made.error)
  const place = made.value
  print(`${introduction(place)}\n`)
  const begun = performance.now()
  const before = await checkoutFingerprint(place.root)
  const exit = await runIn(place)
  const session = await sessionOf(place)
  if (!session) return complain({ message: 'The demo could not begin.' }, exit || 1)
  const claims = await check(place, session, before)
  print(await summary(place, session, { claims, seconds: (performance.now() - begun) / 1000 }))
  const missing = claims.filter(({ isTrue }) => !isTrue)
  if (exit === 0 && missing.length === 0) return 0
  const list = missing.map(({ text }) => text).join('; ') || 'the run did not end well'
  return complain({ message: `Not everything happened as it should: ${list}.` })
}

const introduction = ({ root, plan }: DemoPlace): string => `
This is the loop at work, for real, in a repository made for it: ${root}
${plan} is the plan: a foundation, then three streams side by side, then a release.

On the way two streams add a line at the same place of a file, one of them takes a decision for all, and the work
of another breaks a test because of it. Every branch, commit and test run really happens; only the agent is a
stand-in, which runs the shell steps that the plan carries.
`

/** The same as `br-tui run PLAN`; `br-tui` and this Node are on the PATH of the plan's steps. */
async function runIn({ root, plan, state }: DemoPlace): Promise<ExitCode> {
  const programs = await mkdtemp(join(tmpdir(), 'br-tui-program-'))
  const command = `#!/bin/sh\nexec ${ownProgram().map(quote).join(' ')} "$@"\n`
  await writeFile(join(programs, 'br-tui'), command, { mode: 0o700 })
  const { PATH = '' } = process.env
  process.env.PATH = [programs, dirname(process.execPath), PATH].join(delimiter)
  process.env.BR_HOME = state
  try {
    return await runPlan(plan, { cwd: root, agent: 'scripted', workers: 3, trust: true })
  } finally {
    await rm(programs, { recursive: true, force: true })
  }
}

async function sessionOf({ root }: DemoPlace): Promise<Session | null> {
  const here = await findHere(root)
  const stored = here.ok ? await storedSession(here.value.places) : here
  return stored.ok ? stored.value : null
}

async function check({ root }: DemoPlace, session: Session, before: string): Promise<Claim[]> {
  const branch = `refs/heads/${integrationBranch(session)}`
  const [integration, tree, decisionsPage, after] = await Promise.all([
    gitText(root, ['rev-parse', branch]),
    gitText(root, ['rev-parse', `${branch}^{tree}`]),
    gitText(root, ['show', `${branch}:.br/decisions.md`]),
    checkoutFingerprint(root),
  ])
  return proof(session, { integration, tree, decisionsPage, checkoutUntouched: before === after })
}

async function summary(
  { root, traces }: DemoPlace,
  session: Session,
  { claims, seconds }: { claims: Claim[]; seconds: number },
): Promise<string> {
  const branch = integrationBranch(session)
  const graph = await gitText(root, ['log', '--graph', '--oneline', '--decorate=short', branch])
  return `
What git says of it:

${graph}

What happened in ${Math.round(seconds)} s:

${claims.map(({ text, isTrue }) => `  ${isTrue ? '✓' : '✕'} ${text}`).join('\n')}

Look further:

  cd ${quote(root)}
  git log --graph --oneline ${branch}
  git show ${branch}:.br/decisions.md
  git branch --list 'br/*'

Bring the work home:  git merge ${branch}
Remove all of it:     rm -rf ${traces.map(quote).join(' ')}
`
}
