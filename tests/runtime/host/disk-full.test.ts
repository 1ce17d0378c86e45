import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { storedSession } from '../../../source/cli/here.ts'
import { openHistory } from '../../../source/runtime/history.ts'
import { placesOf } from '../../../source/runtime/places.ts'
import { readHistory } from '../../../source/runtime/read-history.ts'
import { writeSafely } from '../../../source/runtime/write-safely.ts'
import { isDone, openRig } from '../../helpers/host.ts'
import { exists } from '../../helpers/loop-agents.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath, value } from '../../helpers/repo.ts'
import { sessionOf } from '../../helpers/session.ts'

/** A disk of 24 MB of its own; null where this process may not mount one. */
function mountSmallDisk(): string | null {
  const folder = freshPath('disk')
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=700', 'none', folder], { stdio: 'pipe' })
  } catch {
    return null
  }
  mounted.push(folder)
  return folder
}
const mounted: string[] = []
// Not after each test: the host that is on it ends in a hook of the helpers, which comes later.
afterAll(() => {
  for (const folder of mounted.splice(0)) execFileSync('umount', ['--lazy', folder])
})

/** To the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (let size = 1 << 20; size >= 1; size = Math.floor(size / 2))
      for (;;) {
        try {
          if (writeSync(file, Buffer.alloc(size)) < size) break
        } catch {
          break
        }
      }
  } finally {
    closeSync(file)
  }
}

test('out of disk: it is said, nothing half written is left, and it goes on when there is room; finished work is not lost', async (context) => {
  const disk = mountSmallDisk()
  if (disk === null) return context.skip('mounting a small disk needs root')
  const repo = makeProject()
  process.env.BR_HOME = join(disk, 'home')
  const places = placesOf({ env: process.env, commonDir: join(realpathSync(repo.root), '.git') })
  const rig = await openRig({ repo, places })
  value(await rig.open(planText({ Alpha: {}, Beta: {} })))
  await rig.type('continue alpha')
  const alpha = await rig.stage.next('alpha')
  alpha.inside.write({ 'alpha.txt': 'written while there was room\n' })
  await rig.host.loop.idle()
  const before = readFileSync(places.session)

  const filler = join(disk, 'filler')
  fill(filler)
  const refused = await rig.type('decide While it was full')
  expect(refused).toMatchObject({ exit: 1 })
  expect(refused.text).toMatch(
    /^The session cannot be written \(ENOSPC.*\), so nothing goes on until it can\.$/,
  )
  expect(readFileSync(places.session).equals(before)).toBe(true)
  expect(readdirSync(places.folder).filter((name) => name.includes('.tmp'))).toEqual([])
  // Its agent ends, and its worker cannot write that down yet.
  const exit = join(places.runs, alpha.run, 'exit.json')
  alpha.finish()

  rmSync(filler)
  await exists(exit)
  await rig.until('the decision', ({ decisions }) => decisions.length === 1)
  await rig.until('alpha done', isDone('alpha', 'batch_1'))
  await rig.host.loop.idle()
  expect(rig.session().decisions.map(({ text }) => text)).toEqual(['While it was full'])
  expect((await rig.type('checkpoint')).exit).toBe(0)
  await rig.host.loop.idle()
  expect(repo.git('show', 'br/a-small-build/integration:alpha.txt')).toBe('written while there was room')
  expect(value(await storedSession(places))).toEqual(JSON.parse(JSON.stringify(rig.session())))
}, 60_000)

test('a nearly full disk takes a part of a write: neither session nor history keep it', async (context) => {
  const disk = mountSmallDisk()
  if (disk === null) return context.skip('mounting a small disk needs root')
  const [path, session] = [join(disk, 'events.jsonl'), join(disk, 'session.json')]
  const event = (text: string) => ({ type: 'noticed', at: 1, about: 'a', text, tone: 'info' }) as const
  const history = await openHistory(path)
  await history.append([event('first')], 1)
  await writeSafely(session, 'first')
  fill(join(disk, 'filler'))
  // A page or so is left.
  writeFileSync(join(disk, 'filler'), Buffer.alloc(1 << 20))
  fill(join(disk, 'filler2'))
  await expect(history.append([event('x'.repeat(1 << 20))], 2)).rejects.toThrow(/ENOSPC|no space/)
  await expect(writeSafely(session, 'x'.repeat(1 << 20))).rejects.toThrow(/ENOSPC/)
  expect(readFileSync(session, 'utf8')).toBe('first')
  rmSync(join(disk, 'filler2'))
  await history.append([event('second')], 2)
  await history.close()
  const read = value(await readHistory(path))
  expect(read.unread).toBe(0)
  expect(read.numbered.map(({ seq }) => seq)).toEqual([1, 2])
})

test('no room to begin a new file of the history: the old one goes on, and it is begun when there is', async (context) => {
  const disk = mountSmallDisk()
  if (disk === null) return context.skip('mounting a small disk needs root')
  const path = join(disk, 'events.jsonl')
  const event = (text: string) => ({ type: 'noticed', at: 1, about: 'a', text, tone: 'info' }) as const
  const history = await openHistory(path, 100)
  await history.append([event('first'.repeat(2000))], 1)
  fill(join(disk, 'filler'))
  await history.turnOver(sessionOf([{ alpha: {} }]), 1)
  expect(readdirSync(disk).sort()).toEqual(['events.jsonl', 'filler'])
  rmSync(join(disk, 'filler'))
  await history.append([event('second')], 2)
  await history.turnOver(sessionOf([{ alpha: {} }]), 2)
  await history.append([event('third')], 3)
  await history.close()
  expect(readdirSync(disk).sort()).toEqual(['events.1.jsonl', 'events.jsonl'])
  const read = value(await readHistory(path))
  expect([read.numbered.map(({ seq }) => seq), read.soFar.map(({ seq }) => seq)]).toEqual([[1, 2, 3], [2]])
})
