import { z } from 'zod'

/** One thing a check found in a file, in the shape `--json` prints it. */
export const findingSchema = z.object({
  /** The check's name: `secrets`, `sql-injection` … */
  check: z.string(),
  /** What kind of thing, in kebab-case: what allow-lists name. */
  code: z.string(),
  /** An `error` stops what would land, unless the config says otherwise. */
  severity: z.enum(['error', 'warning', 'info']),
  /** Below the root of what is scanned, with slashes; as it is called, so any text. */
  file: z.string(),
  /** From 1; 0 is the file as a whole. */
  line: z.int().nonnegative(),
  /** From 1, in UTF-16 units; 0 is the line as a whole. */
  column: z.int().nonnegative(),
  /** The place in its line, trimmed, shortened, with every secret in it masked. */
  excerpt: z.string(),
  /** What to do, as one sentence or a piece of code. */
  mend: z.string(),
})

export type Finding = z.infer<typeof findingSchema>
export type Severity = Finding['severity']

/** One line for one finding. */
export function findingLine({ severity, check, code, file, line, column, excerpt }: Finding): string {
  const place = [file, ...(line > 0 ? [line] : []), ...(line > 0 && column > 0 ? [column] : [])].join(':')
  return `${place}: ${severity} ${check}/${code}: ${excerpt}`
}
