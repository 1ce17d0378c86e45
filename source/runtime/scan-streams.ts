import { findingLine } from '../model/finding.ts'
import type { Answer } from '../model/message.ts'
import { sentence } from '../model/result.ts'
import { checkWork } from './check-work.ts'
import type { Runtime } from './context.ts'
import { workPlace } from './effects/stream-place.ts'
import { refCommit } from './git/commits.ts'
import { snapshot } from './git/snapshot.ts'

/** What the checks find in streams' workspaces as they are now, with what nobody has committed yet. */
export async function scanStreams(runtime: Runtime, stream: string | null): Promise<Answer> {
  const { streams } = runtime.session()
  const ids = stream === null ? Object.keys(streams) : [stream]
  const ready = ids.filter((id) => streams[id]?.workspace.state === 'ready')
  if (ready.length === 0) return { text: 'Nothing has been worked on yet.', exit: 0 }
  const answers = []
  for (const id of ready) answers.push(await scanOne(runtime, id))
  return {
    text: answers.map(({ text }) => text).join('\n'),
    exit: answers.some(({ exit }) => exit === 3) ? 3 : 0,
  }
}

async function scanOne(runtime: Runtime, stream: string): Promise<Answer> {
  const { clone, path } = workPlace(runtime, stream)
  const ref = `refs/br-snapshots/${runtime.session().slug}/${stream}-scan`
  const uncommitted = await snapshot({ clone, path, ref, message: 'br-tui: what is looked through' })
  const head = uncommitted.ok && uncommitted.value === null ? await refCommit(path, 'HEAD') : uncommitted
  const notRun = (why: string): Answer => ({ text: `${stream}: the checks did not run: ${why}`, exit: 3 })
  if (!head.ok) return notRun(sentence(head.error))
  if (head.value === null) return notRun('its workspace has no commit.')
  const checked = await checkWork(runtime, { stream, repo: runtime.places.workClone, head: head.value })
  if (!checked.ok) return notRun(sentence(checked.error))
  const { findings, unread, passed } = checked.value
  if (findings.length === 0 && unread.length === 0) return { text: `${stream}: nothing found.`, exit: 0 }
  const rows = [...findings.map((finding) => `${findingLine(finding)}\n    ${finding.mend}`), ...unread]
  return { text: [`${stream}:`, ...rows.map((row) => `  ${row}`)].join('\n'), exit: passed ? 0 : 3 }
}
