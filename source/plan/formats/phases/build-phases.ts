import type { Phase, Stream, Task } from '../../../model/plan.ts'
import { append } from '../../append.ts'
import type { Finding } from '../../diagnose.ts'
import { distinct, isOutside } from '../../find-files.ts'
import { slug, streamIds, unique } from '../../slug.ts'
import { mostStreams, tooManyStreams } from '../../too-many-streams.ts'
import { readDependencies } from './dependencies.ts'
import { indexNames, type Named, type NameIndex } from './names.ts'
import type { DraftPhase, DraftStream } from './outline.ts'
import type { DraftFile } from './section.ts'

/** Gives drafts their ids and turns names of dependencies into ids. */
export const buildPhases = (drafts: DraftPhase[]): { phases: Phase[]; findings: Finding[] } => {
  const drawn = drafts.flatMap(streamsOf)
  if (drawn.length > mostStreams) return { phases: [], findings: [tooManyStreams(drawn)] }
  const phaseIds = namePhases(drafts)
  const placed = placeStreams(drafts, phaseIds)
  const findings: Finding[] = [...lostWork(drafts)]
  const names = indexNames(placed.map(({ named }) => named))
  const phases = drafts.map((draft, index): Phase => {
    const own = placed.filter(({ named }) => named.phase === index)
    const built = own.map((stream) => buildStream(stream, names, findings))
    const mode = draft.mode ?? (built.length > 1 ? 'parallel' : 'sequential')
    return {
      id: phaseIds[index] ?? `phase-${index + 1}`,
      title: draft.title,
      mode,
      // In this format a phase starts when all of the one before has landed.
      barrier: index > 0,
      line: draft.line,
      streams: mode === 'sequential' ? oneAfterAnother(built) : built,
    }
  })
  return { phases, findings }
}

/** Files of a list without those that would lead out of the repository, which are named. */
export const insideRepository = (files: DraftFile[]): { files: string[]; findings: Finding[] } => {
  const outside = files.filter(({ path }) => isOutside(path))
  return {
    files: distinct(files.filter(({ path }) => !isOutside(path)).map(({ path }) => path)),
    findings: outside.map(({ path, line }) => ({
      severity: 'warning',
      code: 'outside-file',
      message: 'This file lies outside the repository and is left out. Name files from its root.',
      line,
      at: path,
    })),
  }
}

interface Placed {
  draft: DraftStream
  named: Named
}

const namePhases = (drafts: DraftPhase[]): string[] => {
  const taken = new Set<string>()
  return drafts.map(({ number }) => {
    const id = unique(slug(`phase-${number}`), taken)
    taken.add(id)
    return id
  })
}

const placeStreams = (drafts: DraftPhase[], phaseIds: string[]): Placed[] => {
  const placed = drafts.flatMap((phase, index) => streamsOf(phase).map((draft) => ({ draft, phase, index })))
  const ids = streamIds(
    placed.map(({ draft, index }) => ({ phase: phaseIds[index] ?? '', name: draft.title })),
  )
  return placed.map(({ draft, phase, index }, position) => ({
    draft,
    named: {
      id: ids[position] ?? '',
      title: draft.title,
      letter: draft.letter,
      phase: index,
      phaseNumber: phase.number,
      phaseTitle: phase.title,
      words: slug(draft.title).split('-'),
    },
  }))
}

const buildStream = ({ draft, named }: Placed, names: NameIndex, findings: Finding[]): Stream => {
  const { section } = draft
  const { hard, soft, findings: wrong } = readDependencies(named, section.dependencies, names)
  const { files, findings: outside } = insideRepository(section.files)
  append(findings, [...wrong, ...outside])
  const earlier = new Set(names.all.filter(({ phase }) => phase < named.phase).map(({ id }) => id))
  const title = draft.title || `Stream ${draft.letter.toUpperCase()}`.trim()
  return {
    id: named.id,
    title,
    duration: draft.duration,
    line: draft.line,
    files,
    dependsOn: hard.filter((id) => !earlier.has(id)),
    softDependsOn: soft,
    tasks: buildTasks(named.id, title, draft, files),
    why: '',
  }
}

const buildTasks = (id: string, title: string, { section, line }: DraftStream, files: string[]): Task[] => {
  const drafts = [section.work, section.headed, section.loose].find(({ length }) => length > 0) ?? []
  const noSteps = { run: [], onConflict: [], onRepair: [] }
  const alone = { sourceId: null, title, state: 'open' as const, optional: false, files, line, ...noSteps }
  return (drafts.length > 0 ? drafts : [alone]).map((draft, index) => ({
    id: `${id}.${index + 1}`,
    ...draft,
    files: draft.files.filter((path) => !isOutside(path)),
    parallel: false,
    dependsOn: [],
  }))
}

/**
 * The engine knows no order inside a phase but dependencies, so a sequential one becomes a chain. The plan's own
 * dependencies come first: writing down the last step first is no contradiction.
 */
const oneAfterAnother = (streams: Stream[]): Stream[] => {
  const members = new Set(streams.map(({ id }) => id))
  const ordered: Stream[] = []
  const done = new Set<string>()
  let rest = streams
  while (rest.length > 0) {
    const next = rest.find(({ dependsOn }) => dependsOn.every((id) => done.has(id) || !members.has(id)))
    if (!next) return streams
    ordered.push(next)
    done.add(next.id)
    rest = rest.filter((stream) => stream !== next)
  }
  const before = new Map(ordered.map(({ id }, index) => [id, ordered[index - 1]?.id]))
  return streams.map((stream) => {
    const previous = before.get(stream.id)
    return previous ? { ...stream, dependsOn: distinct([...stream.dependsOn, previous]) } : stream
  })
}

const lostWork = (drafts: DraftPhase[]): Finding[] =>
  drafts.flatMap(({ own, streams }) => {
    const [task] = own.section.work
    if (streams.length === 0 || !task) return []
    const message = 'This work belongs to a phase that has streams, so no stream does it. Move it into one.'
    return [{ severity: 'warning', code: 'work-without-stream', message, line: task.line }]
  })

/** A phase that names no streams is one. */
const streamsOf = ({ own, streams }: DraftPhase): DraftStream[] => (streams.length > 0 ? streams : [own])
