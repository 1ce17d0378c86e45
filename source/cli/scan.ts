import { resolve } from 'node:path'
import { hasError, printFindings } from '../checks/print-findings.ts'
import { sarif } from '../checks/sarif.ts'
import { VERSION } from '../host/version.ts'
import { locateRepository } from '../runtime/git/locate.ts'
import { readGrammar } from '../runtime/grammars.ts'
import { allowListOf } from '../runtime/scan/allow-list-of.ts'
import { allHistory, type Contents, changedSince, filesIn, stagedIn } from '../runtime/scan/contents.ts'
import { type Scan, scan } from '../runtime/scan/scan.ts'
import { complain, type ExitCode, print, printJson, warn } from './print.ts'

export interface ScanOptions {
  cwd?: string
  staged?: boolean
  diff?: string
  history?: boolean
  json?: boolean
  sarif?: boolean
}

/** `br-tui scan`: secrets and injectable SQL in files, in what is staged, in a change, or in all of the history. */
export async function scanHere(paths: string[], options: ScanOptions): Promise<ExitCode> {
  const cwd = resolve(options.cwd ?? '.')
  const located = await locateRepository(cwd)
  const root = located?.root ?? null
  const contents = contentsFor(root, cwd, paths, options)
  if (contents === null)
    return complain(
      {
        message: 'Only of a repository is anything staged, changed or in the history.',
        mend: `Scan files instead: br-tui scan ${cwd}`,
      },
      2,
    )
  const list = await allowListOf(root ?? cwd)
  if (!list.ok) return complain(list.error)
  const found = await scan(
    contents,
    { secrets: true, sql: options.history ? null : readGrammar },
    { entries: list.value.entries, trustsInline: true },
  )
  if (!found.ok) return complain(found.error)
  const whole = paths.length === 0 && isOverFiles(options)
  const { findings, unread } = found.value
  const all = [...list.value.findings, ...findings, ...(whole ? found.value.unused : [])]
  if (options.sarif) printJson(sarif(all, VERSION))
  else if (options.json) printJson({ findings: all, scanned: found.value.scanned })
  else print(`${printFindings(all)}${summary(found.value)}`)
  for (const why of unread) warn(`${why} It was not looked through to its end.`)
  if (hasError(all)) return 3
  return unread.length > 0 ? 1 : 0
}

const isOverFiles = ({ staged, diff, history }: ScanOptions): boolean =>
  !staged && diff === undefined && !history

/** Null: that takes a repository, and here is none. */
function contentsFor(
  root: string | null,
  cwd: string,
  paths: string[],
  options: ScanOptions,
): Contents | null {
  if (isOverFiles(options)) return filesIn(root, cwd, paths)
  if (root === null) return null
  if (options.staged) return stagedIn(root, process.env.GIT_INDEX_FILE)
  return options.diff === undefined ? allHistory(root) : changedSince(root, options.diff)
}

function summary({ findings, allowed, scanned }: Scan): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const found =
    findings.length === 0 ? 'Nothing found' : `${errors} to mend, ${findings.length - errors} to look at`
  const kept = allowed.length > 0 ? `, ${allowed.length} allowed` : ''
  const size =
    scanned.bytes < 1e6 ? `${Math.ceil(scanned.bytes / 1000)} kB` : `${(scanned.bytes / 1e6).toFixed(1)} MB`
  return `${found}${kept} in ${scanned.files} ${scanned.files === 1 ? 'file' : 'files'}, ${size}.`
}
