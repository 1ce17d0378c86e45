import { resolve } from 'node:path'
import { VERSION } from '../host/version.ts'
import { locateRepository } from '../runtime/git/locate.ts'
import { connectHost } from '../runtime/host-connection.ts'
import { placesOf } from '../runtime/places.ts'
import type { ExitCode } from './print.ts'
import { showScreen } from './screen.ts'

/**
 * `br-tui` where a host is at work already, which is what coming back mostly is: straight to the screen, without
 * looking at the repository again. Null: it takes the long way.
 */
export async function openQuickly(cwd: string | undefined): Promise<ExitCode | null> {
  const { env, stdin, stdout } = process
  if (!stdin.isTTY || !stdout.isTTY || env.TERM === 'dumb') return null
  const located = await locateRepository(resolve(cwd ?? '.'))
  if (!located) return null
  const places = placesOf({ env, commonDir: located.commonDir })
  const found = await connectHost(places.socket, { version: VERSION, env })
  if (!found.ok || !found.value) return null
  if (found.value.session?.ended === null) return showScreen(found.value, { places, root: located.root })
  found.value.close()
  return null
}
