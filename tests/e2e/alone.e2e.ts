import { expect, test } from 'vitest'
import { agents } from '../../source/agents/index.ts'
import { lastAttempt } from '../../source/engine/batch-state.ts'
import { asking } from '../../source/engine/on-permission.ts'
import type { Session } from '../../source/model/session.ts'
import { findProgram } from '../../source/runtime/find-program.ts'
import { openBuild } from './place.ts'
import type { Move } from './stub/move.ts'

const known = agents.flatMap(({ name, tried }) => (tried ? [name] : []))
const isHere = async (name: string) => (await findProgram(name, process.env.PATH ?? '')) !== null
const here = Object.fromEntries(
  await Promise.all(known.map(async (name) => [name, await isHere(name)] as const)),
)

const ending = (session: Session) => {
  const batch = session.streams.alpha?.batches[0]
  return (batch && lastAttempt(batch)?.ending) ?? null
}

test.each(known)('%s writes a file, which lands, and goes without a trace', async (agent) => {
  if (!here[agent]) return console.log(`${agent} is not installed: skipped`)
  const moves: Move[] = [{ write: { path: 'alpha.txt', text: 'one\n' } }, { say: 'Done.' }]
  const build = await openBuild({ streams: { Alpha: { agent, moves } } })
  await build.send('continue')
  await build.until('it to ask or to end', (now) => asking(now).length > 0 || ending(now) !== null)
  if (ending(build.session()) === null) expect(await build.send('approve')).toMatchObject({ exit: 0 })
  await build.until('its end', (now) => ending(now) !== null)
  expect(ending(build.session())).toMatchObject({ kind: 'done' })
  expect(await build.send('checkpoint')).toMatchObject({ exit: 0 })
  expect(build.repo.git('show', `br/${build.session().slug}/integration:alpha.txt`)).toBe('one')
  expect(await build.stop()).toEqual([])
  expect(build.strayed).toEqual([])
})
