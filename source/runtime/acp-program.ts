import type { AcpStart } from '../agents/agent.ts'
import { findProgram } from './find-program.ts'

export interface AcpProgram {
  argv: string[]
  env: Record<string, string>
  /** Its first way to be started is not there, so that a later one is taken. */
  isFallback: boolean
}

/** How an agent is started on this machine: what the person has, before what would have to be fetched. */
export async function acpProgram({ commands, set, programs }: AcpStart, path: string): Promise<AcpProgram> {
  const there = await Promise.all(commands.map(([program = '']) => findProgram(program, path)))
  const index = there.findIndex((found) => found !== null)
  // When nothing is there, the last one fails with a sentence that names it.
  const argv = commands.at(index) ?? []
  const env: Record<string, string> = { ...set }
  for (const [variable, program] of Object.entries(programs)) {
    const found = await findProgram(program, path)
    if (found !== null) env[variable] = found
  }
  return { argv, env, isFallback: index !== 0 }
}
