import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Event, eventSchema } from '../model/event.ts'
import { ok, problem, type Result } from '../model/result.ts'

export interface ReadHistory {
  path: string
  events: Event[]
  /** Lines that no event could be read from: of a newer br-tui, torn or damaged. */
  unread: number
}

/** `where`: an `events.jsonl`, or the folder in which one lies. Line by line: it may be as large as its limit. */
export async function readHistory(where: string): Promise<Result<ReadHistory>> {
  const found = statSync(where, { throwIfNoEntry: false })
  const path = found?.isDirectory() ? join(where, 'events.jsonl') : where
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    return problem(
      `There is no history ${path}.`,
      'Name an events.jsonl, or run a session first: br-tui PLAN.md',
    )
  const events: Event[] = []
  let unread = 0
  try {
    for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
      const event = line.trim() === '' ? null : eventOf(line)
      if (event) events.push(event)
      else if (line.trim() !== '') unread += 1
    }
  } catch (error) {
    return problem(`The history ${path} cannot be read: ${(error as Error).message}.`)
  }
  return ok({ path, events, unread })
}

function eventOf(line: string): Event | null {
  try {
    return eventSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
