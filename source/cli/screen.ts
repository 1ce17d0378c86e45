import { writeSync } from 'node:fs'
import { finishedSentence } from '../commands/land.ts'
import type { Session } from '../model/session.ts'
import type { HostConnection } from '../runtime/host-connection.ts'
import type { Places } from '../runtime/places.ts'
import { openViewStore } from '../runtime/view-store.ts'
import type { Link } from '../ui/link.ts'
import { runScreen } from '../ui/run-screen.ts'
import { follow } from './follow.ts'
import { complain, type ExitCode, print } from './print.ts'
import { onEveryWayOut, suspend } from './screen-guard.ts'
import { readSettings } from './settings.ts'

/** The repository whose session is shown. */
export interface ScreenPlace {
  places: Places
  root: string
  /** A session is open, known here already or not. */
  isOpen: boolean
}

/** Somebody entered the screen before what draws it was loaded. */
export interface Entered {
  /** Gives back the keys that came meanwhile; the next who reads gets them. */
  handKeys: () => void
  /** From now on the screen is another's to leave. */
  release: () => void
}

/**
 * The screen on this terminal, until the person leaves it. The host goes on. Null: it was not shown, and the way back
 * is theirs who entered it.
 */
export async function showScreen(
  host: HostConnection,
  { places, root, isOpen }: ScreenPlace,
  entered?: Entered,
): Promise<ExitCode | null> {
  const settings = readSettings(process.env)
  if (!settings.ok) {
    host.close()
    return entered ? null : complain(settings.error)
  }
  const link = linkTo(host)
  // What was opened is told a moment later; till then there is nothing true to show.
  if (isOpen && link.session() === null)
    await Promise.race([new Promise<void>((resolve) => link.onSession(resolve)), host.closed])
  const view = openViewStore(places)
  entered?.handKeys()
  const screen = runScreen({
    streams: { stdin: process.stdin, stdout: process.stdout, writeSync: (text) => writeSync(1, text) },
    kind: process.env,
    ...settings.value,
    link,
    isEntered: entered !== undefined,
    saved: view.read(),
    save: view.write,
    // What a person may do later is loaded when they do it: the screen is there sooner.
    findPlans: async () => (await import('./plan-offers.ts')).findPlanOffers(root),
    openPlan: async (link, file) => {
      const { openPlanFile } = await import('./open-plan.ts')
      return openPlanFile((link as HostLink).host, { file, root })
    },
    restart: async () => {
      const next = await (await import('./here.ts')).reopenSession(root)
      return next.ok ? { ok: true, value: linkTo(next.value) } : next
    },
    environment: Object.fromEntries(
      Object.entries(process.env).filter((each): each is [string, string] => each[1] !== undefined),
    ),
    openFolder: async (folder) => (await import('../runtime/open-folder.ts')).openFolder(folder),
    suspend,
  })
  const release = onEveryWayOut(screen, 'the work goes on. Come back with: br-tui')
  entered?.release()
  await screen.left
  view.flush()
  release()
  const session = screen.session()
  if (session) print(farewell(session))
  return 0
}

const farewell = (session: Session): string => {
  if (session.ended?.how === 'finished') return finishedSentence(session)
  return session.ended
    ? 'The session was stopped. Go on with: br-tui'
    : 'The work goes on. Come back with: br-tui'
}

type HostLink = Link & { host: HostConnection }

function linkTo(host: HostConnection): HostLink {
  const listeners = new Set<() => void>()
  const following = follow(host, [], {
    onState: () => {
      for (const listener of [...listeners]) listener()
    },
  })
  return {
    host,
    session: following.session,
    send: host.send,
    listen: host.listen,
    onSession: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    closed: host.closed,
    close: () => {
      following.stop()
      host.close()
    },
  }
}
