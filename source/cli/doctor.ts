import { statfs } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { AcpStart, AgentRecord } from '../agents/agent.ts'
import { findAgent } from '../agents/index.ts'
import { resolveSettings } from '../engine/settings.ts'
import type { TestSetting } from '../model/config.ts'
import type { Plan } from '../model/plan.ts'
import { sentence } from '../model/result.ts'
import { findProgram } from '../runtime/find-program.ts'
import { inspectRepository } from '../runtime/git/repository.ts'
import { openPerson } from '../runtime/person.ts'
import { makePlaces, placesOf } from '../runtime/places.ts'
import { readProject } from '../runtime/project.ts'
import { agentFacts, loginText, otherAgents } from './doctor-agents.ts'
import { keptFacts } from './doctor-kept.ts'
import { type ExitCode, print, printJson } from './print.ts'

interface Finding {
  name: string
  status: 'ok' | 'warning' | 'missing'
  detail: string
  mend: string | null
}

const GIGABYTE = 1024 ** 3

/** `br-tui doctor`: looks at everything a session needs here, and says how to mend what is missing. */
export async function doctor({ cwd, json }: { cwd?: string; json?: boolean }): Promise<ExitCode> {
  const findings = await examine(resolve(cwd ?? '.'))
  if (json) printJson({ findings })
  else for (const finding of findings) print(row(finding))
  return findings.some(({ status }) => status === 'missing') ? 1 : 0
}

const SIGNS = { ok: '✓', warning: '⚠', missing: '✕' }

const row = ({ name, status, detail, mend }: Finding): string =>
  `${SIGNS[status]} ${name}: ${detail}${mend ? ` ${mend}` : ''}`

async function examine(cwd: string): Promise<Finding[]> {
  const node = good('node', process.versions.node)
  const repository = await inspectRepository(cwd)
  if (!repository.ok)
    return [node, bad('repository', repository.error.message, repository.error.mend ?? null)]
  const { root, head, branch, commonDir, version, identity, hasSubmodules, usesLfs, isShallow } =
    repository.value
  const places = placesOf({ env: process.env, commonDir })
  const made = await makePlaces(places)
  return [
    node,
    good('git', version),
    good('repository', `${root} on ${branch ?? 'a detached HEAD'} at ${head.slice(0, 7)}`),
    good('identity', `${identity.name} <${identity.email}>`),
    made.ok ? good('state', places.folder) : bad('state', sentence(made.error), null),
    ...(made.ok ? [await space(places.folder), { ...good('kept', ''), ...(await keptFacts(places)) }] : []),
    ...(await project(root, head)),
    ...(hasSubmodules
      ? [
          warn(
            'submodules',
            'a workspace starts without them.',
            'Add to br.config.json: "setup": ["git submodule update --init --recursive"]',
          ),
        ]
      : []),
    ...(usesLfs
      ? [
          warn(
            'lfs',
            'files in LFS need git-lfs on this machine to be more than pointers.',
            'See that `git lfs version` answers.',
          ),
        ]
      : []),
    ...(isShallow
      ? [
          warn(
            'history',
            'this is a shallow clone; a merge may need more of it.',
            'Get it with: git fetch --unshallow',
          ),
        ]
      : []),
  ]
}

async function project(root: string, head: string): Promise<Finding[]> {
  const found = await readProject(root, head)
  if (!found.ok) return [bad('br.config.json', found.error.message, found.error.mend ?? null)]
  const person = openPerson(process.env)
  if (!person.ok) return [bad('settings', sentence(person.error), null)]
  const plan = { phases: [], contracts: [] as string[] } as unknown as Plan
  const { config, detected } = found.value
  const settings = resolveSettings({
    plan,
    config,
    person: person.value,
    overrides: {},
    detected,
    cores: availableParallelism(),
  })
  const { smoke, full } = settings.tests
  return [
    smoke.command === null
      ? warn(
          'tests',
          'no test command is known, so what lands is called untested.',
          'Add to br.config.json: "tests": {"smoke": "…", "full": "…"}',
        )
      : good('tests', [...new Set([smoke, full].map(testText))].join('; at a merge: ')),
    settings.install
      ? good('dependencies', settings.install.command)
      : good('dependencies', 'nothing to install'),
    await agent(settings.agent),
    ...(await otherAgents(settings.agent, process.env)).map(({ name, detail }) =>
      good(`agent ${name}`, detail),
    ),
  ]
}

const testText = (setting: TestSetting): string => {
  const { command, source } = setting
  return `${command ?? 'none'} (${'from' in setting && setting.from ? `${source} in ${setting.from}` : source})`
}

async function agent(spec: string): Promise<Finding> {
  const record = findAgent(spec)
  const start = record.ok ? record.value.start(spec, { tasks: [] }) : record
  if (!start.ok) return bad('agent', sentence(start.error), null)
  const path = process.env.PATH ?? ''
  if (start.value.kind === 'person') return good('agent', 'manual: you are the worker')
  if (!record.ok) return bad('agent', sentence(record.error), null)
  if (start.value.kind === 'acp') return acpAgent(spec, record.value, start.value)
  const [program = ''] = start.value.argv
  return (await findProgram(program, path))
    ? good('agent', spec)
    : bad('agent', `'${program}' is not on the PATH.`, 'Install it, or choose another agent.')
}

async function acpAgent(spec: string, record: AgentRecord, start: AcpStart): Promise<Finding> {
  const facts = await agentFacts(record, start, process.env)
  const [program = ''] = start.commands.at(-1) ?? []
  if (!facts.canStart)
    return bad('agent', `'${program}' is not on the PATH.`, 'Install it, or choose another agent.')
  const said = `${spec}: ${facts.detail}`
  if (facts.login && facts.login.sign === null)
    return warn('agent', `${said}; there is no sign of a login.`, facts.login.how)
  const wanted = start.commands[0]?.[0]
  return facts.isThere
    ? good('agent', `${said}${loginText(facts)}`)
    : warn('agent', `${said}${loginText(facts)}; it is fetched when it is first used.`, `Install ${wanted}.`)
}

async function space(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder)
  const free = (bavail * bsize) / GIGABYTE
  const said = `${free.toFixed(1)} GB free`
  return free < 1 ? warn('disk', said, 'A workspace per stream needs room.') : good('disk', said)
}

const good = (name: string, detail: string): Finding => ({ name, status: 'ok', detail, mend: null })
const warn = (name: string, detail: string, mend: string): Finding => ({
  name,
  status: 'warning',
  detail,
  mend,
})
const bad = (name: string, detail: string, mend: string | null): Finding => ({
  name,
  status: 'missing',
  detail,
  mend,
})
