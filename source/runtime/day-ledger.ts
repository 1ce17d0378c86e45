import { join } from 'node:path'
import { z } from 'zod'
import { type Cost, costSchema } from '../model/usage.ts'
import { addCosts } from '../routing/cost.ts'
import { dayOf } from '../routing/spent.ts'
import { appendLine, readLines } from './line-file.ts'
import type { Places } from './places.ts'

/** What a session has spent of a day, in all: the last line of a session counts, so that nothing is added twice. */
const lineSchema = costSchema.extend({ at: z.number(), session: z.string() })

const pathOf = ({ costs }: Pick<Places, 'costs'>, at: number): string => join(costs, `${dayOf(at)}.jsonl`)

export const recordSpent = (places: Pick<Places, 'costs'>, line: z.infer<typeof lineSchema>): Promise<void> =>
  appendLine(pathOf(places, line.at), line)

/** What other sessions of this person have spent on the day of that moment, in every repository. */
export async function spentElsewhere(
  places: Pick<Places, 'costs'>,
  { session, at }: { session: string; at: number },
): Promise<Cost> {
  const lines = await readLines(pathOf(places, at), lineSchema)
  const last = new Map(lines.map((line) => [line.session, line]))
  last.delete(session)
  return [...last.values()].reduce(addCosts, { usd: 0, atLeast: false })
}
