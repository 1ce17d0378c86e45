import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { storedSession } from '../../../source/cli/here.ts'
import type { Session } from '../../../source/model/session.ts'
import { MIGRATIONS, VERSION } from '../../../source/runtime/migrations.ts'
import type { Places } from '../../../source/runtime/places.ts'
import { sealed } from '../../../source/runtime/sealed.ts'
import { cli, placesFor } from '../../helpers/host.ts'
import { at, freshPath, type Repo, value } from '../../helpers/repo.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/sessions')
const PAST = readdirSync(FOLDER).filter((name) => name !== 'README.md')

const dbOf = (name: string): { version: number; session: Session } =>
  JSON.parse(readFileSync(join(FOLDER, name, 'session.json'), 'utf8'))

/** The person's repository of that time, with the same commits. */
function restoreRepository(name: string): Repo {
  const root = freshPath('repo')
  mkdirSync(root)
  const repo = at(root)
  repo.git('init', '--quiet', '--initial-branch=main')
  repo.git('config', 'user.name', 'Ada Tester')
  repo.git('config', 'user.email', 'ada@example.com')
  const input = readFileSync(join(FOLDER, name, 'repository.txt'))
  execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input })
  repo.git('reset', '--quiet', '--hard')
  return repo
}

/** Only what the person has and the db are left: the clones and workspaces of that time are gone. */
function restoreSession(name: string, repo: Repo, places: Places): void {
  const text = JSON.stringify(dbOf(name))
    .replaceAll('"/repo"', JSON.stringify(repo.root))
    .replaceAll('"/state/', `"${places.folder}/`)
  const db = JSON.parse(text)
  mkdirSync(dirname(places.session), { recursive: true })
  writeFileSync(places.session, db.version === 1 ? text : sealed(db))
}

test('there is a saved session of every version of the db', () => {
  const versions = new Set(PAST.map((name) => dbOf(name).version))
  expect([...versions].sort()).toEqual([...MIGRATIONS.map(({ from }) => from), VERSION])
})

test.each(PAST)('the session of %s opens, keeps what has landed, and goes on to the end', async (name) => {
  const repo = restoreRepository(name)
  const places = placesFor(repo)
  restoreSession(name, repo, places)
  const landed = repo.git('rev-parse', 'br/a-small-build/integration')
  const before = value(await storedSession(places)) as Session
  expect(before.landings.map(({ state }) => state)).toEqual(['published'])

  const ran = await cli('run', 'PLAN.md', '--cwd', repo.root, '--agent', 'cmd: sh work.sh', '--trust')
  expect(ran).toMatchObject({ exit: 0, err: '' })
  const after = value(await storedSession(places)) as Session
  expect(after).toMatchObject({ id: before.id, ended: { how: 'finished' } })
  expect(after.landings[0]).toMatchObject({ ...before.landings[0], detail: expect.any(String) })
  const integration = 'br/a-small-build/integration'
  expect(repo.git('merge-base', landed, integration)).toBe(landed)
  const texts = ['alpha', 'beta', 'gamma'].map((stream) => repo.git('show', `${integration}:${stream}.txt`))
  expect(texts).toEqual(['batch_1', 'batch_1', 'batch_1'])
  expect(readFileSync(places.session, 'utf8')).toMatch(new RegExp(`^\\{"version":${VERSION},`))
})
