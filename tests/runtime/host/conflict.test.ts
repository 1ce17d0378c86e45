import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask } from '../../../source/cli/send.ts'
import { currentBatch } from '../../../source/engine/batch-state.ts'
import type { Batch } from '../../../source/model/session.ts'
import { cli, connectTo, doBatch, isDone, openPlan, type Rig } from '../../helpers/host.ts'
import { planText, stateOf } from '../../helpers/loop-repo.ts'
import { at, type Repo } from '../../helpers/repo.ts'

const TWO = planText({ Alpha: {}, Beta: {} })
const onIntegration = (rig: Rig, file: string): string =>
  rig.repo.git('show', `br/a-small-build/integration:${file}`)

interface Here {
  rig: Rig
  inside: Repo
  /** The worktree beside it that the conflict is resolved in. */
  scratch: Repo
  batch: string
  /** Files, index and branch of the workspace before it came to a conflict. */
  before: object
  state: () => object
}

/** Beta wrote what alpha wrote as well, and has work lying about in its workspace. */
async function inConflict(): Promise<Here> {
  const rig = await openPlan(TWO)
  await doBatch(rig, 'alpha', { 'shared.txt': 'of alpha\n', 'alpha.txt': 'a\n' })
  const { inside } = await doBatch(rig, 'beta', { 'shared.txt': 'of beta\n' })
  inside.write({ 'README.md': 'not committed\n', 'notes.txt': 'nor this\n' })
  const state = () => stateOf(inside)
  const before = state()
  expect((await rig.type('checkpoint')).exit).toBe(4)
  await rig.host.loop.idle()
  const { id, scratch = '' } = currentBatch(rig.stream('beta')) as Batch
  expect(state()).toEqual(before)
  return { rig, inside, scratch: at(scratch), batch: id, before, state }
}

test('an agent resolves the files in conflict; what it does to others by the way is not taken, said and kept', async () => {
  const { rig, inside, batch } = await inConflict()
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  expect(agent.read('BR_PROMPT_FILE')).toContain('Change no other file: it would not be taken.')
  agent.finish({ 'shared.txt': 'of both\n', 'check.mjs': 'process.exitCode = 0\n', 'extra.txt': 'e\n' })
  await rig.until('resolved', isDone('beta', batch))
  const note = /alone: what it did to check\.mjs, extra\.txt was not taken, and is kept as ([0-9a-f]{10})/
  const [, kept] = note.exec(rig.notes('beta')) ?? []
  expect(inside.git('show', `${kept}:extra.txt`)).toBe('e')
  expect(inside.git('status', '--porcelain')).toBe(' M README.md\n?? notes.txt')
  expect((await rig.type('checkpoint')).exit).toBe(0)
  expect(onIntegration(rig, 'shared.txt')).toBe('of both')
  expect(onIntegration(rig, 'check.mjs')).toContain('readdirSync')
})

test('a person opens it, resolves it and continues: what is left is told by file and line, and no agent starts', async () => {
  const { rig, inside, scratch, batch } = await inConflict()
  const opened = await rig.type('open beta outside')
  expect(opened).toMatchObject({
    exit: 0,
    text: expect.stringContaining(`${scratch.root}\nIn conflict: shared.txt.`),
  })
  const early = await rig.type('continue beta')
  expect(early).toMatchObject({ exit: 4, text: expect.stringContaining('shared.txt:1: a conflict marker.') })
  scratch.write({ 'shared.txt': 'of a person\n' })
  expect(await rig.type('continue beta')).toMatchObject({
    exit: 0,
    text: expect.stringContaining('no marker is left'),
  })
  await rig.until('settled', isDone('beta', batch))
  await rig.host.loop.idle()
  expect(existsSync(scratch.root)).toBe(false)
  expect(inside.git('status', '--porcelain')).toBe(' M README.md\n?? notes.txt')
  expect(rig.stage.runs).toHaveLength(2)
  expect((await rig.type('checkpoint')).exit).toBe(0)
  expect(onIntegration(rig, 'shared.txt')).toBe('of a person')
})

test('abort leaves everything as it was, byte for byte, and waits for a word', async () => {
  const { rig, inside, scratch, before, state } = await inConflict()
  await rig.type('auto on')
  const agent = await rig.stage.next('beta')
  scratch.write({ 'shared.txt': 'half of it\n', 'extra.txt': 'e\n' })
  expect(await rig.type('abort beta')).toMatchObject({
    exit: 1,
    text: expect.stringContaining("Type 'cancel'"),
  })
  await rig.type('cancel beta')
  await agent.ended()
  const said = await rig.type('abort beta')
  expect(said).toMatchObject({ exit: 0, text: expect.stringContaining('The merge is dropped') })
  expect(state()).toEqual(before)
  expect(existsSync(scratch.root)).toBe(false)
  const [, kept] = /kept as ([0-9a-f]{10})/.exec(said.text) ?? []
  expect(inside.git('show', `${kept}:shared.txt`, `${kept}:extra.txt`)).toBe('half of it\ne')
  await rig.host.loop.idle()
  expect(rig.stage.runs).toHaveLength(3)
  expect(state()).toEqual(before)

  await rig.type('continue beta')
  const again = await rig.stage.next('beta')
  expect(again.command).toMatchObject({ kind: 'conflict', context: { conflicts: ['shared.txt'] } })
  again.finish({ 'shared.txt': 'of both\n' })
  await rig.until('landed', ({ ended }) => ended?.how === 'finished')
  expect(onIntegration(rig, 'shared.txt')).toBe('of both')
})

test('a host that is killed in the middle of an abort: the next one does the rest', {
  timeout: 120_000,
}, async () => {
  const { rig, scratch, before, state } = await inConflict()
  const { places, repo } = rig
  await rig.dropHost()
  for (let round = 0; round < 5; round += 1) {
    await cli('send', 'status', '--cwd', repo.root)
    const first = await connectTo(places)
    scratch.write({ 'shared.txt': `half of it ${round}\n`, [`extra-${round}.txt`]: 'e\n' })
    const answered = ask(first, { text: 'abort beta', focus: null }).catch(() => null)
    await Promise.race([answered, sleep(round * 40)])
    process.kill(first.pid, 'SIGKILL')
    await first.closed
    // Begun again by the host that comes, or by this word where nothing had come to the db.
    const after = await cli('send', 'abort beta', '--cwd', repo.root)
    expect(after.out + after.err).toMatch(/The merge is dropped|dropped already/)
    expect(state()).toEqual(before)
    await cli('send', 'open beta outside', '--cwd', repo.root)
    const { out, err } = await cli('send', 'continue beta', '--cwd', repo.root)
    expect(out + err).toContain('shared.txt:1')
  }
  await cli('stop', '--cwd', repo.root)
})

test('a host that is gone in the middle of an open conflict: the next one finds it where it was', async () => {
  const { rig, scratch, batch } = await inConflict()
  await rig.type('open beta outside')
  scratch.write({ 'shared.txt': 'of a person\n' })
  await rig.dropHost()
  await rig.nextHost()
  expect(scratch.git('rev-parse', '--verify', 'MERGE_HEAD')).toMatch(/^[0-9a-f]{40}$/)
  expect((await rig.type('continue beta')).exit).toBe(0)
  await rig.until('settled', isDone('beta', batch))
  expect((await rig.type('checkpoint')).exit).toBe(0)
  expect(onIntegration(rig, 'shared.txt')).toBe('of a person')
})
