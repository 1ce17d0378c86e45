import type { Stream } from '../model/plan.ts'
import type { Session } from '../model/session.ts'
import { allStreams, filesOf } from '../plan/stream-graph.ts'
import { streamStatus } from './stream-status.ts'
import { hasWorkLanded, isNamed, isWorkFinished } from './waits.ts'

/**
 * What the session's facts say to a question that a worker asks, a sentence each; empty: nothing of the plan is named
 * in it, so it is a person's to answer. No guessing at what is meant: whatever is named is told about.
 */
export function factsAbout(session: Session, question: string): string[] {
  const words = question.toLowerCase()
  const names = (name: string) => isNamed(words, name.toLowerCase())
  const streams = allStreams(session.plan)
  const tasks = streams.flatMap((stream) => stream.tasks)
  const { contracts } = session.settings
  const files = [...new Set([...streams.flatMap((stream) => [...filesOf(stream)]), ...contracts])]
  const named = streams.filter(({ id, title }) => names(id) || names(title))
  const everyone = named.length === 0 && /\b(?:streams|status|everyone|progress)\b/.test(words)
  return [
    ...(everyone ? streams : named).map((stream) => streamFact(session, stream)),
    ...tasks.filter(({ id }) => names(id)).map(({ id, title }) => `${id} (${title}) ${landed(session, id)}.`),
    ...files.filter(names).map((file) => fileFact(session, streams, file)),
    ...(names('contracts') && contracts.length > 0 ? [`Contracts: ${contracts.join(', ')}.`] : []),
  ].slice(0, MOST)
}

const MOST = 40

function streamFact(session: Session, { id, title, dependsOn }: Stream): string {
  const { name, why } = streamStatus(session, id)
  const needs = dependsOn.length > 0 ? ` It depends on ${dependsOn.join(', ')}.` : ''
  return `${id} (${title}) is ${name}${why ? `: ${why}` : ''}. Its work ${landed(session, id)}.${needs}`
}

function fileFact(session: Session, streams: Stream[], file: string): string {
  const owners = streams.filter((stream) => filesOf(stream).has(file))
  const who = owners.map(({ id, tasks }) => {
    const own = tasks.filter(({ files }) => files.includes(file)).map((task) => task.id)
    const works = own.length > 0 ? own : [id]
    return works.map((each) => `${each}, which ${landed(session, each)}`).join('; ')
  })
  const contract = session.settings.contracts.includes(file) ? ' It is a contract between streams.' : ''
  return `${file} is declared by ${who.join('; ') || 'no stream'}.${contract}`
}

const landed = (session: Session, work: string): string =>
  hasWorkLanded(session, work)
    ? 'has landed'
    : isWorkFinished(session, work)
      ? 'is finished and lands with the next checkpoint'
      : 'has not landed'
