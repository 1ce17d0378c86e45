import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sensible } from '../../../source/commands/suggest.ts'
import { currentBatch } from '../../../source/engine/batch-state.ts'
import { changeStored, openPlan, type Rig } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'

const PLAN = planText({ Alpha: {}, Beta: {} })
const landed = (rig: Rig, file: string): string =>
  rig.repo.git('show', `br/a-small-build/integration:${file}`).trim()

/** `alpha` has changed a file of `beta`, and waits with that. */
async function drifted(
  files: Record<string, string> = { 'alpha.txt': 'a\n', 'beta.txt': 'mine\n' },
): Promise<Rig> {
  const repo = makeProject({ config: { retries: 0 }, files: { 'beta.txt': 'as it was\n' } })
  repo.commit({ 'PLAN.md': PLAN })
  const rig = await openPlan(PLAN, { repo })
  expect(await rig.type('continue alpha')).toMatchObject({ exit: 0 })
  ;(await rig.stage.next('alpha')).finish(files)
  await rig.until('alpha waits', () => sensible(rig.session(), 'alpha')[0] === 'handover beta.txt')
  return rig
}

const isOver = (stream: string) => (session: ReturnType<Rig['session']>) =>
  currentBatch(session.streams[stream] as never) === undefined

describe("another stream's file", () => {
  it('waits with what is wrong, where, and the words that help', async () => {
    const rig = await drifted()
    expect(rig.notes('alpha')).toContain(
      'beta.txt: error drift/other-streams-file: the plan gives it to beta',
    )
    expect(rig.notes('alpha')).toContain(
      "Your call: 'handover beta.txt' gives the change to the file's owner, 'amend beta.txt' keeps it here, 'refuse beta.txt' has it undone.",
    )
    expect(sensible(rig.session(), 'alpha')).toEqual([
      ...['handover beta.txt', 'amend beta.txt', 'refuse beta.txt', 'retry'],
    ])
  })

  it('is the stream’s own once the plan is amended, in its file only when that is asked for', async () => {
    const rig = await drifted()
    expect(await rig.type('Amend beta.txt.')).toMatchObject({
      exit: 0,
      text: expect.stringContaining("'@alpha amend beta.txt write'"),
    })
    await rig.until('alpha is done', isOver('alpha'))
    expect(rig.stage.runs).toHaveLength(1)
    expect(rig.notes('beta')).toContain('alpha works on beta.txt as well')
    expect(rig.repo.git('status', '--porcelain')).toBe('')
    expect(await rig.type('@alpha amend beta.txt write')).toMatchObject({ exit: 0 })
    expect(readFileSync(join(rig.repo.root, 'PLAN.md'), 'utf8')).toBe(
      PLAN.replace('- `alpha.txt`\n', '- `alpha.txt`\n- `beta.txt`\n'),
    )
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landed(rig, 'beta.txt')).toBe('mine')
  })

  it('is handed over: out of this work, kept, and what its owner is told of with its next batch', async () => {
    const rig = await drifted()
    expect(await rig.type('hand over', 'alpha')).toMatchObject({
      exit: 0,
      text: 'beta gets beta.txt with its next batch.',
    })
    await rig.until('alpha is done', isOver('alpha'))
    expect(rig.stage.runs).toHaveLength(1)
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect([landed(rig, 'alpha.txt'), landed(rig, 'beta.txt')]).toEqual(['a', 'as it was'])
    await rig.type('continue beta')
    const beta = await rig.stage.next('beta')
    const prompt = beta.read('BR_PROMPT_FILE')
    expect(prompt).toContain('Handed over to you by alpha: `beta.txt`')
    expect(prompt).toContain('-as it was\n+mine')
    const [handed] = rig.stream('beta').batches[0]?.handed ?? []
    expect(beta.inside.git('show', `${handed?.commit}:beta.txt`).trim()).toBe('mine')
    const kept = execFileSync(
      'git',
      ['for-each-ref', '--points-at', handed?.commit as string, 'refs/br-snapshots'],
      {
        cwd: rig.places.workClone,
        encoding: 'utf8',
      },
    )
    expect(kept).toContain('alpha-handed-')
  })

  it('is handed over to one that has landed already: it gets a batch for it', async () => {
    const rig = await drifted()
    await rig.type('continue beta')
    ;(await rig.stage.next('beta')).finish({ 'beta.txt': 'better\n' })
    await rig.until('beta is done', isOver('beta'))
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(await rig.type('handover beta.txt', 'alpha')).toMatchObject({ exit: 0 })
    await rig.until('beta has a batch', ({ streams }) => streams.beta?.batches.length === 2)
    await rig.type('continue beta')
    expect((await rig.stage.next('beta')).read('BR_PROMPT_FILE')).toContain('Take up what is of use in that')
  })

  it('is no work when it is all there was', async () => {
    const rig = await drifted({ 'beta.txt': 'mine\n' })
    await rig.type('handover beta.txt', 'alpha')
    await rig.until('alpha is empty', () => rig.notes('alpha').includes('changed nothing'))
    expect(rig.stream('beta').batches[0]?.handed).toHaveLength(1)
  })

  it('is refused: its own agent undoes it, and is told why', async () => {
    const rig = await drifted()
    expect(await rig.type('refuse beta.txt it breaks the API', 'alpha')).toMatchObject({ exit: 0 })
    const again = await rig.stage.next('alpha')
    expect(again.command.context.messages).toEqual([
      'The change of beta.txt is refused: it breaks the API. Undo it: the file is to be what it is without this stream.',
    ])
    again.finish({ 'beta.txt': 'as it was\n' })
    await rig.until('alpha is done', isOver('alpha'))
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landed(rig, 'beta.txt')).toBe('as it was')
  })
})

describe('a host that is killed between an answer and the new judgement', () => {
  it.each([false, true])(
    'is followed by one that does what was asked (the change taken out already: %s)',
    async (isOut) => {
      const rig = await drifted()
      const inside = rig.stream('alpha').workspace.path as string
      const { integration } = rig.session()
      await rig.dropHost()
      // The facts on disk say asked, and nothing says done.
      changeStored(rig, ({ streams: { alpha } }) => {
        alpha!.handOvers = [{ file: 'beta.txt', to: 'beta', by: 'you', at: 5 }]
        alpha!.batches[0]!.attempts[0]!.judging = 'again'
      })
      if (isOut) {
        const git = (...args: string[]) =>
          execFileSync('git', args, { cwd: inside, encoding: 'utf8', stdio: 'pipe' })
        git('update-ref', 'refs/br-snapshots/a-small-build/alpha-handed-5', 'HEAD')
        git('checkout', integration, '--', 'beta.txt')
      }
      await rig.nextHost()
      await rig.until('alpha is done', isOver('alpha'))
      expect(rig.stage.runs).toHaveLength(1)
      const [handed] = rig.stream('beta').batches[0]?.handed ?? []
      expect(handed?.diff).toContain('-as it was\n+mine')
      expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
      expect([landed(rig, 'alpha.txt'), landed(rig, 'beta.txt')]).toEqual(['a', 'as it was'])
    },
  )
})
