import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { findAgent } from '../agents/index.ts'
import { landedTasks } from '../engine/alerts/progress.ts'
import { currentBatch, hasStarted, lastAttempt } from '../engine/batch-state.ts'
import { NOTHING_DETECTED } from '../engine/detect.ts'
import { newSession } from '../engine/new-session.ts'
import { integrationBranch } from '../engine/refs.ts'
import { commandsToTrust, resolveSettings } from '../engine/settings.ts'
import type { Event } from '../model/event.ts'
import type { ClientMessage, TrustRequest } from '../model/message.ts'
import type { Plan } from '../model/plan.ts'
import { sentence } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { printDiagnostics } from '../plan/print-diagnostics.ts'
import { readPlan } from '../plan/read-plan.ts'
import { CEILINGS } from '../routing/budget.ts'
import { ensureLandClone, ensureWorkClone } from '../runtime/git/clones.ts'
import { publishRef } from '../runtime/git/publish.ts'
import { listRefs } from '../runtime/git/read.ts'
import { inspectRepository, type RepositoryInfo } from '../runtime/git/repository.ts'
import { openPerson } from '../runtime/person.ts'
import type { Places } from '../runtime/places.ts'
import { planAgain } from '../runtime/plan-again.ts'
import { readProject, trustHash } from '../runtime/project.ts'
import { readPlanFile } from '../runtime/read-plan-file.ts'
import { stepsToTrust } from '../runtime/reread-plan.ts'

export type OpenRequest = Extract<ClientMessage, { type: 'open' }>

export type Opened =
  | { ok: true; events: Event[]; message: string; replaces: boolean }
  | { ok: false; exit: 1 | 2; message: string; trust: TrustRequest | null }

export interface OpenInput {
  request: OpenRequest
  places: Places
  root: string
  session: Session | null
  env: NodeJS.ProcessEnv
  at: number
}

/** Opens a plan as a new session, or goes on with the one that is there. */
export async function openSession(input: OpenInput): Promise<Opened> {
  const { request, session } = input
  if (request.planText === null || request.planFile === null) {
    return session
      ? resume(input, session)
      : no('There is no session in this repository yet.', 'Start one with: br-tui PLAN.md')
  }
  const { plan, diagnostics } = readPlan(request.planText, {
    file: request.planFile,
    ...(request.format ? { format: request.format } : {}),
  })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) {
    return { ok: false, exit: 2, message: printDiagnostics(errors, request.planFile), trust: null }
  }
  if (
    session &&
    session.planFile === request.planFile &&
    session.ended?.how !== 'finished' &&
    !request.replace
  ) {
    return resume(input, session)
  }
  if (session && !request.replace && isUnfinished(session)) {
    return no(
      `This repository is at work on ${session.planFile}, and that is not finished.`,
      `Go on with 'br-tui', or put it aside with 'br-tui ${request.planFile} --replace': its branches stay.`,
    )
  }
  return open(input, plan)
}

const isUnfinished = ({ ended, streams }: Session): boolean =>
  ended?.how !== 'finished' && Object.values(streams).some(hasStarted)

async function resume({ request, root, env, at }: OpenInput, session: Session): Promise<Opened> {
  const { agent, workers } = request.overrides
  if (agent !== undefined) {
    const wrong = whatIsWrong(agent)
    if (wrong !== null) return no(wrong)
    // Another agent may run what nobody was asked about when the session was opened: the plan's steps.
    const none = { source: 'none' as const, command: null }
    const settings = { ...session.settings, agent, setup: [], tests: { smoke: none, full: none, atOnce: 1 } }
    const commands = commandsToTrust({}, settings, session.plan, NOTHING_DETECTED)
    const refused = agent === session.settings.agent ? null : askForTrust(commands, request, env)
    if (refused) return refused
  }
  const changed = await changedPlan(session, request, { root, env, at })
  if (!changed.ok) return changed.opened
  const events: Event[] = [
    { type: 'session-resumed', at, workers: workers ?? session.settings.workers, agent: agent ?? null },
    ...changed.events,
  ]
  for (const ceiling of CEILINGS) {
    const usd = request.overrides.budget?.[ceiling]
    if (usd !== undefined && usd !== session.settings.budget[ceiling])
      events.push({ type: 'budget-set', at, ceiling, usd, by: 'you' })
  }
  // Before auto is on: in between, what was cut short would look like something a person must decide.
  if (request.auto === 'on' || request.auto === 'until-checkpoint') events.push(...cutShort(session, at))
  if (request.auto !== null) events.push({ type: 'auto-switched', at, to: request.auto, by: 'you' })
  return { ok: true, events, message: `Going on with ${session.plan.title}.`, replaces: false }
}

/** What the plan is by now: as the person who opens it has read it, else as its file says. */
async function changedPlan(
  session: Session,
  request: OpenRequest,
  { root, env, at }: { root: string; env: NodeJS.ProcessEnv; at: number },
): Promise<{ ok: true; events: Event[] } | { ok: false; opened: Opened }> {
  const file = request.planText === null ? await readPlanFile(session.planFile, { cwd: root, root }) : null
  const text = request.planText ?? (file?.ok ? file.value.text : null)
  if (text === null) return { ok: true, events: [] }
  const refused: Opened[] = []
  const isTrusted = (steps: string[]) => {
    refused.push(...[askForTrust(stepsToTrust(steps), request, env)].filter((each) => each !== null))
    return refused.length === 0
  }
  const again = planAgain(session, text, { at, by: 'you', isTrusted })
  if (refused[0]) return { ok: false, opened: refused[0] }
  if (again.kind === 'same') return { ok: true, events: [] }
  if (again.kind === 'changed') return { ok: true, events: [again.event] }
  const note = sentence(again.problem)
  return { ok: true, events: [{ type: 'noticed', at, about: 'orchestrator', text: note, tone: 'bad' }] }
}

/** What only the stop ended is begun again: nobody has cancelled it. */
function cutShort({ streams, ended }: Session, at: number): Event[] {
  return Object.values(streams).flatMap((facts): Event[] => {
    const batch = currentBatch(facts)
    const last = batch && lastAttempt(batch)
    if (!batch || last?.ending?.kind !== 'cancelled' || ended === null) return []
    const isCut = (last.endedAt ?? 0) >= ended.at
    return isCut ? [{ type: 'batch-requested', at, stream: facts.id, batch: batch.id, by: 'auto' }] : []
  })
}

/** Null when the agent is one that can be started. */
function whatIsWrong(agent: string): string | null {
  const found = findAgent(agent)
  const start = found.ok ? found.value.start(agent, { tasks: [] }) : found
  return start.ok ? null : sentence(start.error)
}

/** Null when a person has trusted these commands, before or just now. */
function askForTrust(commands: string[], { trust }: OpenRequest, env: NodeJS.ProcessEnv): Opened | null {
  const person = openPerson(env)
  if (!person.ok) return no(sentence(person.error))
  const hash = trustHash(commands)
  if (commands.length === 0 || person.value.isTrusted(hash)) return null
  if (!trust.includes(hash)) {
    const message = 'This repository and plan want to run commands that nobody has trusted yet.'
    return { ok: false, exit: 1, message, trust: { hash, commands } }
  }
  const kept = person.value.trust(hash)
  return kept.ok ? null : no(sentence(kept.error))
}

async function open(input: OpenInput, plan: Plan): Promise<Opened> {
  const { request, places, root, session, env, at } = input
  const repository = await inspectRepository(root)
  if (!repository.ok) return no(sentence(repository.error))
  const base = repository.value.head
  const project = await readProject(root, base)
  if (!project.ok) return no(sentence(project.error))
  const person = openPerson(env)
  if (!person.ok) return no(sentence(person.error))

  const { config, detected } = project.value
  const cores = availableParallelism()
  const settings = resolveSettings({
    plan,
    config,
    person: person.value,
    overrides: request.overrides,
    detected,
    cores,
  })
  for (const agent of [settings.agent, ...Object.values(settings.agents)]) {
    const wrong = whatIsWrong(agent)
    if (wrong !== null) return no(wrong)
  }
  if (request.auto !== null && [settings.agent, ...Object.values(settings.agents)].includes('manual')) {
    return no('Going on by itself needs an agent that is no person.', "Name one: --agent 'cmd: PROGRAM ARGS'")
  }
  const refused = askForTrust(commandsToTrust(config, settings, plan, detected), request, env)
  if (refused) return refused

  const slug = await freeSlug(root, plan.slug)
  const ready = await makeRepositories(places, repository.value, slug)
  if (ready !== null) return no(ready)
  const made = newSession({
    id: randomUUID().slice(0, 8),
    slug,
    at,
    plan: { ...plan, slug },
    planFile: request.planFile as string,
    settings,
    repo: { root, branch: repository.value.branch, base, signs: repository.value.signs },
    integration: base,
    landedBefore: session ? landedTasks(session) : 0,
    auto: request.auto ?? 'off',
  })
  const events: Event[] = [{ type: 'session-opened', at, session: made }, ...welcome(made, at)]
  return { ok: true, events, message: `Opened ${plan.title}.`, replaces: session !== null }
}

/** The first three lines tell the loop. */
function welcome({ settings, streams }: Session, at: number): Event[] {
  const say = (text: string): Event => ({ type: 'noticed', at, about: 'orchestrator', text, tone: 'info' })
  const tested = testsText(settings.tests)
  return [
    say(
      `${Object.keys(streams).length} streams, ${settings.workers} at a time, agent '${settings.agent}'. Each works on a branch of its own; your checkout is never touched.`,
    ),
    say(
      "'continue' starts a stream's next batch, 'check' looks for more, 'checkpoint' lands what is finished, 'merge' closes a phase.",
    ),
    say(tested),
  ]
}

function testsText({ smoke, full }: Session['settings']['tests']): string {
  if (smoke.command === null) return 'No test command is known: what lands is called untested.'
  const from = smoke.source === 'detected' && smoke.from ? `, found in ${smoke.from}` : ''
  const merges = full.command && full.command !== smoke.command ? `, merges '${full.command}'` : ''
  return `Checkpoints run '${smoke.command}'${merges}${from}.`
}

/** A plan of the same name may have been here before: its branches are somebody's, so this one gets a number. */
async function freeSlug(root: string, slug: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? slug : `${slug}-${number}`
    const [heads, tags] = await Promise.all([
      listRefs(root, `refs/heads/br/${name}`),
      listRefs(root, `refs/tags/br/${name}`),
    ])
    if (!heads.ok || !tags.ok || (heads.value.size === 0 && tags.value.size === 0)) return name
  }
}

/** Null when both clones and the integration branch are there, else why not. */
async function makeRepositories(
  places: Places,
  { root, head }: RepositoryInfo,
  slug: string,
): Promise<string | null> {
  const work = await ensureWorkClone({ source: root, path: places.workClone, base: head })
  if (!work.ok) return sentence(work.error)
  const land = await ensureLandClone({ source: root, path: places.landClone, base: head })
  if (!land.ok) return sentence(land.error)
  const ref = `refs/heads/${integrationBranch({ slug })}`
  const published = await publishRef({ root, land: places.landClone, ref, commit: head, expectedOld: null })
  return published.ok ? null : sentence(published.error)
}

const no = (message: string, mend = ''): Opened => ({
  ok: false,
  exit: 1,
  message: `${message} ${mend}`.trim(),
  trust: null,
})
