import { statusText } from '../commands/status.ts'
import { foreseenNow, foreseenOrder } from '../engine/foreseen.ts'
import { progress } from '../engine/progress.ts'
import { waitsForPerson } from '../engine/standstill.ts'
import { streamStatus } from '../engine/stream-status.ts'
import type { Session } from '../model/session.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { connectHost } from '../runtime/host-connection.ts'
import { findHere, hostOfSession, storedSession } from './here.ts'
import { complain, type ExitCode, printHeard, printJson } from './print.ts'

/** `br-tui status`: a session that was not stopped is taken up again, so that what it says is so. */
export async function showStatus({ cwd, json }: { cwd?: string; json?: boolean }): Promise<ExitCode> {
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const running = await connectHost(here.value.places.socket, here.value.launch)
  if (!running.ok) return complain(running.error)
  running.value?.close()
  const stored = running.value ? null : await storedSession(here.value.places)
  if (stored && !stored.ok) return complain(stored.error)
  if (stored?.value?.ended) return show(stored.value, null, json)
  const host = await hostOfSession(here.value)
  if (!host.ok) return complain(host.error)
  host.value.close()
  return show(host.value.session, host.value.pid, json)
}

function show(session: Session, pid: number | null, json = false): ExitCode {
  const at = Date.now()
  if (json) printJson(statusDocument(session, pid, at))
  else printHeard(statusText(session, at) + whoRuns(session, pid))
  return 0
}

const whoRuns = ({ ended }: Session, pid: number | null): string =>
  pid !== null ? `\nhost ${pid}` : ended?.how === 'stopped' ? '\nStopped. Go on with: br-tui' : ''

/** What `status --json` prints. */
function statusDocument(session: Session, pid: number | null, at: number) {
  const { id, slug, plan, planFile, integration, landings, decisions, auto, paused, ended } = session
  return {
    session: id,
    slug,
    title: plan.title,
    planFile,
    at,
    host: pid === null ? null : { pid },
    auto: auto !== 'off',
    paused,
    ended,
    progress: progress(session),
    integration: { branch: `br/${slug}/integration`, commit: integration },
    streams: allStreams(plan).map(({ id: stream, title }) => {
      const facts = session.streams[stream]
      const { name, why, since, next } = streamStatus(session, stream)
      return {
        id: stream,
        title,
        status: name,
        why,
        since,
        next,
        workspace: facts?.workspace.path,
        batches: facts?.batches,
      }
    }),
    landings,
    conflicts: {
      pairs: foreseenNow(session),
      order: foreseenOrder(
        session,
        allStreams(plan).map(({ id: stream }) => stream),
      ),
    },
    decisions,
    alerts: session.alerts,
    waitsForPerson: waitsForPerson(session),
  }
}
