import { sentence } from '../model/result.ts'
import { takeLock } from '../runtime/lock.ts'
import { findPrunable, type Prunable, prune } from '../runtime/prune.ts'
import { sizeText } from '../text/measured.ts'
import { findHere, storedSession } from './here.ts'
import { complain, type ExitCode, print, printJson, warn } from './print.ts'

/** `br-tui prune`: says what could go; with --yes it goes. Never while a host is at work. */
export async function pruneHere({
  cwd,
  yes,
  json,
}: {
  cwd?: string
  yes?: boolean
  json?: boolean
}): Promise<ExitCode> {
  if (process.env.BR_RUN)
    return complain({ message: 'A worker may not prune.', mend: 'Type it in a terminal of yours.' })
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const { places } = here.value
  const stored = await storedSession(places)
  if (!stored.ok) return complain(stored.error)
  if (!yes) return show(await findPrunable(places, stored.value, { at: Date.now() }), json)
  const lock = await takeLock(places.lock)
  if (!lock.ok)
    return complain({
      message: lock.error.message,
      mend: "End it first: 'br-tui stop'. Nothing was removed.",
    })
  try {
    return await removeAll(places, await findPrunable(places, stored.value, { at: Date.now() }))
  } finally {
    lock.value.release()
  }
}

async function removeAll(places: Parameters<typeof prune>[0], found: Prunable[]): Promise<ExitCode> {
  let freed = 0
  let exit: ExitCode = 0
  for (const each of found) {
    const done = await prune(places, each)
    if (!done.ok) {
      warn(sentence(done.error))
      exit = 1
      continue
    }
    freed += each.bytes
    if (done.value.length > 0)
      print(`${each.of}/${each.stream}: kept in work.git as ${done.value.join(' and ')}`)
  }
  print(`${sizeText(freed)} freed.`)
  return exit
}

function show(found: Prunable[], json = false): ExitCode {
  const bytes = found.reduce((sum, each) => sum + each.bytes, 0)
  if (json) {
    printJson({ bytes, prunable: found })
    return 0
  }
  for (const { kind, path, bytes: size } of found)
    print(`${sizeText(size).padStart(10)}  ${kind.padEnd(12)}  ${path}`)
  print(
    found.length === 0
      ? 'Nothing could go.'
      : `${sizeText(bytes)} could go. Nothing was removed: do it with --yes. Commits stay, and what is not committed in a workspace is kept as a ref.`,
  )
  return 0
}
