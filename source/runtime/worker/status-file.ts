import { closeSync, constants, fstatSync, openSync, readSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { oneLine } from './plain-text.ts'
import type { StatusReport } from './worker-messages.ts'

const longest = { file: 64 * 1024, text: 1000, tasks: 500 }

const words = z.string().catch('')
// Agents write this by hand: what is missing or wrong in it is left out, not a reason to ignore the rest.
const statusFileSchema = z.object({
  status: z
    .preprocess(
      (value) => String(value).trim().toLowerCase(),
      z.enum(['running', 'blocked', 'complete', 'failed']),
    )
    .catch('running'),
  completed_tasks: z.array(z.unknown()).catch([]),
  needs: words,
  note: words,
})

/** The agent's status file; null while there is none, or none that is whole JSON. */
export function readStatusFile(path: string, mask: (text: string) => string): StatusReport | null {
  const text = readBounded(path)
  const parsed = text === null ? null : statusFileSchema.safeParse(parseJson(text))
  if (!parsed?.success) return null
  const { status, completed_tasks, needs, note } = parsed.data
  const clean = (words: string) => oneLine(mask(words), longest.text)
  const ids = completed_tasks.filter((id) => typeof id === 'string' || typeof id === 'number')
  const completed = ids.slice(0, longest.tasks).map((id) => clean(String(id)))
  return { status, completed, needs: clean(needs), note: clean(note) }
}

/** Calls back each time the file may say something new. Where watching is impossible, the last word must do. */
export function watchStatusFile(path: string, onChange: () => void): { close(): void } {
  let timer: NodeJS.Timeout | null = null
  const look = () => {
    timer = null
    onChange()
  }
  try {
    // The folder and not the file, which does not exist yet and may be replaced. A write is several events.
    const watcher = watch(dirname(path), () => {
      timer ??= setTimeout(look, 20)
    })
    watcher.on('error', () => watcher.close())
    return {
      close: () => {
        watcher.close()
        if (timer) clearTimeout(timer)
      },
    }
  } catch {
    return { close: () => {} }
  }
}

/** Without following a link, without waiting on a fifo, and no more than the limit. */
function readBounded(path: string): string | null {
  let file: number | null = null
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const stats = fstatSync(file)
    if (!stats.isFile() || stats.size > longest.file) return null
    const buffer = Buffer.alloc(longest.file)
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, longest.file, 0))
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
