import type { Finding } from '../model/finding.ts'
import { isDeclared } from '../plan/is-declared.ts'

export interface Drift {
  /** What the stream has changed and has not landed. */
  changed: readonly string[]
  /** Files, folders and patterns that the plan gives the stream. */
  declared: readonly string[]
  /** Streams that this one does not come after, with what the plan gives them. */
  others: readonly { stream: string; declared: readonly string[] }[]
  /** Everything the finished stream ever changed; null: it is not finished. */
  touched: readonly string[] | null
}

/** What a stream really changed against what the plan gave it. A stream that is given nothing cannot leave it. */
export function checkDrift({ changed, declared, others, touched }: Drift): Finding[] {
  if (declared.length === 0) return []
  const outside = changed.filter((file) => !isDeclared(file, declared, { anyDepth: true }))
  const untouched =
    touched === null
      ? []
      : declared.filter((each) => !touched.some((file) => isDeclared(file, [each], { anyDepth: true })))
  return [
    ...outside.map((file) => {
      const owners = others.filter((other) => isDeclared(file, other.declared)).map(({ stream }) => stream)
      return owners.length > 0 ? foreign(file, owners) : undeclared(file)
    }),
    ...untouched.map((file) =>
      drifted(
        'declared-untouched',
        'info',
        file,
        'the plan names it and it is as it was',
        'Look whether something is missing.',
      ),
    ),
  ]
}

const foreign = (file: string, owners: string[]): Finding =>
  drifted(
    'other-streams-file',
    'error',
    file,
    `the plan gives it to ${owners.join(', ')}`,
    `Take the change back and leave it to ${owners[0]}. A person may say 'handover ${file}', 'amend ${file}' or 'refuse ${file}'.`,
  )

const undeclared = (file: string): Finding =>
  drifted(
    'undeclared-file',
    'warning',
    file,
    'the plan does not name it for this stream',
    `Keep to the files of the plan. A person may say 'amend ${file}' or 'refuse ${file}'.`,
  )

const drifted = (
  code: string,
  severity: Finding['severity'],
  file: string,
  excerpt: string,
  mend: string,
): Finding => ({ check: 'drift', code, severity, file, line: 0, column: 0, excerpt, mend })
