import { ok, type Result, sentence } from '../../model/result.ts'
import type { Session } from '../../model/session.ts'
import { openPerson } from '../../runtime/person.ts'
import type { Dashboard } from './dashboard.ts'

export interface KeptDashboard {
  /** Its address with the token; null: the usual port, or wherever it is served already. */
  open: (port: number | null) => Promise<Result<string>>
  /** Whether there was one. */
  close: () => boolean
  changed: () => void
  /** Once for a host, where the person's settings want it. `say`: what a person is to know of it. */
  asConfigured: (say: (text: string) => void) => void
}

export interface KeepInput {
  session: () => Session | null
  mask: (text: string) => string
  env: NodeJS.ProcessEnv
}

/** The page of a host, or none. What serves it is loaded when somebody first wants it. */
export function keepDashboard({ session, mask, env }: KeepInput): KeptDashboard {
  let kept: { port: number | null; dashboard: Dashboard } | null = null
  let opening: Promise<Result<string>> = Promise.resolve(ok(''))
  let isConfigured = false

  const open = async (port: number | null): Promise<Result<string>> => {
    if (kept && (port === null || port === kept.port)) return ok(kept.dashboard.address)
    const { openDashboard } = await import('./dashboard.ts')
    const opened = await openDashboard({ session: () => session() as Session, mask, now: Date.now, port })
    if (!opened.ok) return opened
    kept?.dashboard.close()
    kept = { port, dashboard: opened.value }
    return ok(opened.value.address)
  }

  return {
    open: (port) => {
      // One after the other, else two that ask at once would open two.
      opening = opening.then(() => open(port))
      return opening
    },
    close: () => {
      const was = kept
      kept = null
      was?.dashboard.close()
      return was !== null
    },
    changed: () => kept?.dashboard.changed(),
    asConfigured: (say) => {
      if (isConfigured) return
      isConfigured = true
      const person = openPerson(env)
      const wanted = person.ok ? person.value.dashboard : false
      if (wanted === false) return
      opening = opening.then(async () => {
        const opened = await open(wanted === true ? null : wanted)
        say(opened.ok ? opened.value : sentence(opened.error))
        return opened
      })
    },
  }
}
