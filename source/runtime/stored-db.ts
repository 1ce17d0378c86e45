import { z } from 'zod'
import { sessionSchema } from '../model/session.ts'
import { migrated, VERSION } from './migrations.ts'
import { sealed, type Unsealed, unsealed } from './sealed.ts'

export const dbSchema = z.object({
  version: z.literal(VERSION),
  events: z
    .int()
    .nonnegative()
    .describe('the number of the last event that is in it, as the history counts them'),
  session: sessionSchema.nullable(),
})
export type Db = z.infer<typeof dbSchema>

export type DbText =
  | { kind: 'whole'; db: Db }
  /** Cut off, overwritten, or with a bit that is not as it was written. */
  | { kind: 'damaged'; why: string }
  /** Whole, and not for this br-tui to read. */
  | { kind: 'foreign'; why: string }

export const dbText = (db: Db): string => sealed(db)

export function readDb(text: string): DbText {
  const read = parse(text)
  if ('why' in read) return { kind: 'damaged', why: read.why }
  const { value, seal } = read
  if (seal === 'broken') return { kind: 'damaged', why: 'its checksum does not fit what it holds' }
  const version = z.object({ version: z.int() }).safeParse(value).data?.version
  if (version !== undefined && version > VERSION)
    return { kind: 'foreign', why: `a newer br-tui wrote it (version ${version}, this one reads ${VERSION})` }
  // The first version had none. What is of a later one and has none was cut off or written over.
  if (seal === 'none' && version !== 1) return { kind: 'damaged', why: 'its checksum is missing' }
  const result = dbSchema.safeParse(migrated(value as Record<string, unknown>))
  if (result.success) return { kind: 'whole', db: result.data }
  const why = z.prettifyError(result.error).split('\n')[0] ?? ''
  return { kind: seal === 'holds' ? 'foreign' : 'damaged', why }
}

function parse(text: string): Unsealed | { why: string } {
  try {
    return unsealed(text)
  } catch (error) {
    return { why: (error as Error).message.split('\n')[0] ?? '' }
  }
}
