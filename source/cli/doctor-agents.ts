import type { AcpStart, AgentRecord } from '../agents/agent.ts'
import { agents } from '../agents/index.ts'
import { acpProgram } from '../runtime/acp-program.ts'
import { loginSign, programVersion } from '../runtime/agent-facts.ts'
import { findProgram } from '../runtime/find-program.ts'

interface AgentFacts {
  /** What it is started with, and the versions of what is there. */
  detail: string
  /** Everything that it needs is there already. */
  isThere: boolean
  /** npx is there, or it needs none. */
  canStart: boolean
  login: { sign: string | null; how: string } | null
}

/** What can be told of an agent that is talked to, without any request to its provider. */
export async function agentFacts(
  { login }: Pick<AgentRecord, 'login'>,
  start: AcpStart,
  env: NodeJS.ProcessEnv,
): Promise<AgentFacts> {
  const path = env.PATH ?? ''
  const { argv, env: set, isFallback } = await acpProgram(start, path)
  const program = await findProgram(argv[0] ?? '', path)
  const own = Object.keys(start.programs).flatMap((variable) => set[variable] ?? [])
  // What npx would fetch is not asked, and of a program that we do not know nobody knows what it does with --version.
  const known = login === undefined ? [] : [...(program && !isFallback ? [program] : []), ...own]
  const versions = await Promise.all(known.map((each) => programVersion(each, path)))
  const said = known.map((each, index) => `${each} ${versions[index] ?? 'of a version it does not say'}`)
  return {
    detail: [argv.join(' '), ...said].join(', '),
    isThere: program !== null && !isFallback,
    canStart: program !== null,
    login: login === undefined ? null : { sign: await loginSign(login, env), how: login.how },
  }
}

export const loginText = ({ login }: AgentFacts): string => {
  if (login === null) return ''
  return login.sign === null ? '; no sign of a login' : `; looks logged in (${login.sign} is there)`
}

/** A line for every agent that has a name of its own and may be here; the one that is set has its own. */
export async function otherAgents(
  spec: string,
  env: NodeJS.ProcessEnv,
): Promise<{ name: string; detail: string }[]> {
  const others = agents.filter(({ login, matches }) => login !== undefined && !matches(spec))
  return Promise.all(
    others.map(async (record) => {
      const start = record.start(record.name, { tasks: [] })
      if (!start.ok || start.value.kind !== 'acp') return { name: record.name, detail: '' }
      const facts = await agentFacts(record, start.value, env)
      const fetched = facts.isThere ? '' : facts.canStart ? '; fetched when it is first used' : '; not here'
      return { name: record.name, detail: `${facts.detail}${fetched}${loginText(facts)}` }
    }),
  )
}
