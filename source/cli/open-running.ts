import { VERSION } from '../host/version.ts'
import { connectHost } from '../runtime/host-connection.ts'
import type { ExitCode } from './print.ts'
import { type Entered, type ScreenPlace, showScreen } from './screen.ts'

/** The screen of a host that runs; null: it is of another version, or has no session that goes on. */
export async function openRunning(place: ScreenPlace, entered: Entered): Promise<ExitCode | null> {
  const found = await connectHost(place.places.socket, { version: VERSION, env: process.env })
  if (!found.ok || !found.value) return null
  if (found.value.session?.ended === null) {
    return showScreen(found.value, place, entered)
  }
  found.value.close()
  return null
}
