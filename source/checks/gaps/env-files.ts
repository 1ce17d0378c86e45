import type { Finding, Severity } from '../../model/finding.ts'

/** What git knows of files that hold secrets by what they are called. */
export interface EnvFacts {
  /** Paths of such names that are committed, or staged. */
  tracked: readonly string[]
  /** The same that some commit of any branch ever had, with that commit. */
  history: readonly { path: string; commit: string }[]
  /** The same that lie in the working tree and that `git add .` would take. */
  loose: readonly string[]
  /** Whether a new `.env` would be ignored; null: it was not asked. */
  isIgnored: boolean | null
}

/** What git is asked for; which of these matter is said below. */
export const ENV_GLOBS = ['.env*', 'id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', '*.p12', '*.pfx']

export function findEnvFiles({ tracked, history, loose, isIgnored }: EnvFacts): Finding[] {
  const committed = new Set(tracked)
  const past = new Map(history.map(({ path, commit }) => [path, commit]))
  return [
    ...tracked.flatMap((path) => finding(path, 'committed', severityOf(path), path, takeOut(path))),
    ...[...past].flatMap(([path, commit]) =>
      committed.has(path)
        ? []
        : finding(path, 'in-history', severityOf(path), `${path}, since ${commit.slice(0, 12)}`, FORGET),
    ),
    ...loose.flatMap((path) => finding(path, 'not-ignored', lower(severityOf(path)), path, ignore(path))),
    ...(isIgnored === false && !loose.some((path) => path === '.env') && !committed.has('.env')
      ? finding('.gitignore', 'not-ignored', 'info', 'a new .env would be committed', ignore('.env'), 'env')
      : []),
  ]
}

const takeOut = (path: string): string =>
  `Exchange what is in it, then: git rm --cached ${quoted(path)}, and ignore it.`
const FORGET =
  'Exchange what was in it: whoever has the history has it. Then purge it from the history (docs/security.md).'
const ignore = (path: string): string => `Put ${quoted(path)} into .gitignore.`

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : JSON.stringify(path))

function finding(
  file: string,
  what: string,
  severity: Severity | null,
  excerpt: string,
  mend: string,
  kind = kindOf(file),
): Finding[] {
  if (severity === null) return []
  return [{ check: 'gaps', code: `${kind}-${what}`, severity, file, line: 0, column: 0, excerpt, mend }]
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase()

const kindOf = (path: string): string => (nameOf(path).startsWith('.env') ? 'env' : 'key')

/**
 * `.env` and what is for one machine alone are never meant to be committed. Others (`.env.production`) are by some; what
 * stands in them is looked through for secrets all the same. Examples are made to be committed, and so is what tests use.
 */
function severityOf(path: string): Severity | null {
  const name = nameOf(path)
  if (OF_TESTS.test(path) || EXAMPLES.test(name)) return null
  if (!name.startsWith('.env')) return 'error'
  if (!/^\.env(?:$|[._-])/.test(name)) return null
  return /^\.env(?:\.(?:.*\.)?local)?$/.test(name) ? 'error' : 'warning'
}

const OF_TESTS = /(?:^|\/)(?:tests?|__tests__|spec|fixtures?|testdata|examples?)\//i
const EXAMPLES =
  /^\.env[._-](?:.*[._-])?(?:example|sample|template|tpl|dist|defaults?|schema|vault|[dm]?ts|js)$/

/** Nothing has leaked yet. */
const lower = (severity: Severity | null): Severity | null => (severity === 'error' ? 'warning' : null)
