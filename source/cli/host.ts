import { startHost } from '../host/start-host.ts'
import { sentence } from '../model/result.ts'
import { announce } from '../runtime/announce.ts'
import { inspectRepository } from '../runtime/git/repository.ts'
import { placesOf } from '../runtime/places.ts'
import { openViewStore } from '../runtime/view-store.ts'
import { loadWidths } from '../text/glyphs.ts'
import { firstFrame } from '../ui/first-frame.ts'
import { ownProgram } from './own-program.ts'
import { readSettings } from './settings.ts'

/** What `br-tui __host ROOT` runs: the session host, until it is stopped or nobody needs it. */
export async function runHost(root: string): Promise<void> {
  // A closed terminal is no reason to end.
  process.on('SIGHUP', () => {})
  const [repository] = await Promise.all([inspectRepository(root), loadWidths()])
  if (!repository.ok) return announce(`problem: ${sentence(repository.error)}`)
  const places = placesOf({ env: process.env, commonDir: repository.value.commonDir })
  const host = await startHost({
    places,
    root: repository.value.root,
    program: ownProgram(),
    env: process.env,
    picture: (session, { columns, rows, look }) => {
      const settings = readSettings(process.env, look)
      if (!settings.ok) return ''
      const saved = openViewStore(places).read()
      return firstFrame({ session, size: { columns, rows }, saved, now: Date.now(), ...settings.value })
    },
  })
  // Another host has it: not a problem, the client finds that one.
  if (!host.ok)
    return announce(/already/.test(host.error.message) ? 'taken' : `problem: ${sentence(host.error)}`)
  announce('listening')
  await host.value.ended
  process.exit(0)
}
