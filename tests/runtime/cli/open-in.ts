import { existsSync, writeFileSync } from 'node:fs'
import { afterEach, expect } from 'vitest'
import { cli, placesFor, type Said } from '../../helpers/host.ts'
import { exists } from '../../helpers/loop-agents.ts'
import { freshPath, type Repo } from '../../helpers/repo.ts'
import { within } from '../../helpers/within.ts'

const roots: string[] = []
afterEach(async () => {
  for (const root of roots.splice(0)) await cli('stop', '--cwd', root)
})

/** A file with that text. */
export function planFile(text: string | Buffer): string {
  const path = freshPath('PLAN.md')
  writeFileSync(path, text)
  return path
}

/** `open` in a repository; nothing of it may be left at work when it is refused. */
export async function openIn(repo: Repo, plan: string, ...args: string[]): Promise<Said> {
  const places = placesFor(repo)
  roots.push(repo.root)
  const said = await cli('open', plan, '--cwd', repo.root, ...args)
  if (said.exit !== 0) {
    expect(said.out).toBe('')
    expect(said.err).not.toMatch(/\n {4}at |undefined|\[object/)
    // A host that has nothing to do ends when its last client has gone, and its socket goes with it.
    if (existsSync(places.socket)) await within(exists(places.socket, false), () => 'the host to end')
  }
  return said
}
