import { join } from 'node:path'
import { git } from '../runtime/git/git.ts'
import { historyFiles } from '../runtime/history-files.ts'
import { LIMITS } from '../runtime/limits.ts'
import { openPerson } from '../runtime/person.ts'
import type { Places } from '../runtime/places.ts'
import { findPrunable } from '../runtime/prune.ts'
import { sizeOf } from '../runtime/sizes.ts'
import { sizeText } from '../text/measured.ts'
import { storedSession } from './here.ts'

/** A folder with nothing in it, bytes. */
const EMPTY = 4096

const atMost = (bytes: number): string => `at most ${sizeText(bytes)}`

/** What is kept, with the limits that hold without anybody's word. docs/recovery.md tells of each. */
const parts = (places: Places): { name: string; paths: string[]; limit?: string }[] => [
  { name: 'workspaces', paths: [places.workspaces] },
  {
    name: 'clones',
    paths: [places.workClone, places.landClone],
    limit: `packed from ${LIMITS.looseObjects} loose objects on`,
  },
  { name: 'logs', paths: [places.runs], limit: 'at most 256 MB a run' },
  { name: 'test logs', paths: [join(places.folder, 'gate-logs')], limit: atMost(LIMITS.testLogs.bytes) },
  { name: 'test folders', paths: [places.gate] },
  { name: 'dependencies', paths: [places.dependencies] },
  {
    name: 'history',
    paths: [places.history, historyFiles(places.history).older],
    limit: atMost(LIMITS.history),
  },
  { name: 'sessions put aside', paths: [places.archive], limit: atMost(LIMITS.archive.bytes) },
  { name: 'figures', paths: [places.telemetry], limit: 'at most 64 MB' },
]

/** How much this repository's sessions keep, and what of it nobody needs. */
export async function keptFacts(places: Places): Promise<{ detail: string; mend: string | null }> {
  const stored = await storedSession(places)
  const session = stored.ok ? stored.value : null
  const sized = await Promise.all(
    parts(places).map(async (part) => ({ ...part, bytes: await sizeOf(...part.paths) })),
  )
  const said = sized
    .filter(({ bytes }) => bytes > EMPTY)
    .map(({ name, bytes, limit }) => `${name} ${sizeText(bytes)}${limit ? ` (${limit})` : ''}`)
  const refs = await git(places.workClone, [
    'for-each-ref',
    '--format=x',
    'refs/br-snapshots',
    'refs/br-backup',
  ])
  const snapshots = refs.ok ? refs.value.stdout.length / 2 : 0
  if (snapshots > 0) said.push(`snapshots ${snapshots} (all are kept)`)
  const detail = said.length === 0 ? 'nothing yet' : `${said.join(', ')}.`
  const found = await findPrunable(places, session, { at: Date.now() })
  if (found.length === 0) return { detail, mend: null }
  const idle = found.reduce((sum, { bytes }) => sum + bytes, 0)
  const person = openPerson(process.env)
  const limit = person.ok ? ` (${atMost(person.value.keep.gigabytes * 1e9)}, the oldest goes by itself)` : ''
  return {
    detail,
    mend: `${sizeText(idle)} of it no session needs${limit}; all of that goes with: br-tui prune`,
  }
}
