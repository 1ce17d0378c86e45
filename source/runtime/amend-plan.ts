import { readFile, realpath, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Answer } from '../model/message.ts'
import { sentence } from '../model/result.ts'
import { withFile } from '../plan/with-file.ts'
import type { Runtime } from './context.ts'

export interface Amendment {
  stream: string
  file: string
}

/**
 * Writes one more file for a stream into the plan's file in the person's checkout: the one thing there that br-tui ever
 * writes, and only when it is asked to. In place, so that links and rights stay as they are.
 */
export async function amendPlanFile(
  { root, session }: Runtime,
  { stream, file }: Amendment,
): Promise<Answer> {
  const { planFile, plan } = session()
  const real = await realpath(join(root, planFile)).catch(() => null)
  if (real === null || !real.startsWith((await realpath(root)) + sep))
    return {
      text: `${planFile} is not a file of this repository: the session has ${file}, it does not.`,
      exit: 1,
    }
  const before = await readFile(real, 'utf8')
  const after = withFile(before, { planFile, format: plan.format, stream, file })
  if (!after.ok) return { text: sentence(after.error), exit: 1 }
  if (after.value === before) return { text: `${planFile} gives ${file} to ${stream} already.`, exit: 0 }
  await writeFile(real, after.value)
  return { text: `${planFile} gives ${file} to ${stream} now. Commit it when you like.`, exit: 0 }
}
