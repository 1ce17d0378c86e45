import { agents } from '../../source/agents/index.ts'
import { findProgram } from '../../source/runtime/find-program.ts'

/** The agents that are programs of other people. */
export const known = agents.flatMap(({ name, tried }) => (tried ? [name] : []))

const here = await Promise.all(
  known.map(async (name) => ((await findProgram(name, process.env.PATH ?? '')) ? name : null)),
)

for (const name of known.filter((each) => !here.includes(each)))
  console.log(`${name} is not installed: skipped.`)

export const installed = (...names: string[]): boolean => names.every((name) => here.includes(name))
