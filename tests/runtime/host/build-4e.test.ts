import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import type { Event } from '../../../source/model/event.ts'
import type { PlanReport } from '../../../source/model/plan.ts'
import { allStreams } from '../../../source/plan/stream-graph.ts'
import { markedProcesses } from '../../../source/runtime/worker/sweep.ts'
import { cli, placesFor, program } from '../../helpers/host.ts'
import { openStage, type Stage, type ToldAgent } from '../../helpers/loop-agents.ts'
import { fingerprint } from '../../helpers/loop-repo.ts'
import { freshPath, makeRepo, type Repo } from '../../helpers/repo.ts'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const shared = fromHere('../../../../shared/plans/build-4e.md')
const plans = [
  { name: 'a plan of the shape of Build 4E', file: fromHere('../../fixtures/plans/build-like.md') },
  { name: 'Build 4E itself', file: shared },
]

const stages: Stage[] = []
afterEach(() => {
  for (const stage of stages.splice(0)) stage.close()
})

/** A person's checkout in the middle of something: changed, staged and new files, a hook that refuses. */
function userRepository(): Repo {
  const repo = makeRepo({
    files: {
      'README.md': 'hello\n',
      'package.json': JSON.stringify({ type: 'module', scripts: { test: 'node --test' } }),
      'test/base.test.js': "import test from 'node:test'\ntest('base', () => {})\n",
    },
  })
  repo.write({ 'README.md': 'changed\n', 'staged.txt': 'staged\n', 'new.txt': 'new\n' })
  repo.git('add', 'staged.txt')
  repo.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 1\n', '.git/hooks/reference-transaction': 'no\n' })
  return repo
}

/** Lets the agents of the widest phase begin only when all three of them are there. */
function holdUntilThree(stage: Stage, together: string[]): void {
  let waiting: ToldAgent[] = []
  stage.each((agent) => {
    if (!together.includes(agent.stream) || agent.batch !== 'batch_1') return agent.finish()
    waiting.push(agent)
    if (waiting.length < together.length) return
    for (const each of waiting) each.finish()
    waiting = []
  })
}

/** Which streams were at work at once, after each start and end. */
function atWork(events: Event[]): string[][] {
  const running = new Set<string>()
  return events.flatMap((event) => {
    if (event.type === 'attempt-started') running.add(event.stream)
    else if (event.type === 'attempt-ended') running.delete(event.stream)
    else return []
    return [[...running].sort()]
  })
}

for (const { name, file } of plans) {
  test.skipIf(!existsSync(file))(
    `${name}: all eight streams land, three at a time, and the person's checkout is untouched`,
    { timeout: 120_000 },
    async () => {
      const repo = userRepository()
      const { folder } = placesFor(repo)
      const stage = await openStage('loop-builder.mjs')
      stages.push(stage)
      const report: PlanReport = JSON.parse((await cli('plan', file, '--json', '--workers', '3')).out)
      const streams = allStreams(report)
      const together = report.phases[1]?.streams.map(({ id }) => id).sort() ?? []
      expect([streams.length, together.length]).toEqual([8, 3])
      holdUntilThree(stage, together)
      const before = fingerprint(repo.root)

      const args = [
        'run',
        file,
        '--cwd',
        repo.root,
        '--workers',
        '3',
        '--agent',
        stage.agent,
        '--trust',
        '--json',
      ]
      const run = await program(args, { env: { ...process.env, GIT_DIR: '/nowhere' } })
      expect(run).toMatchObject({ exit: 0, err: '' })
      const events = run.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)) as (Event & { seq: number })[]
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
      expect(events.at(-1)?.type).toBe('session-finished')

      const working = atWork(events)
      expect(working).toContainEqual(together)
      expect(Math.max(...working.map(({ length }) => length))).toBe(3)
      expect(stage.runs).toHaveLength(report.batches.length)
      expect(new Set(stage.runs).size).toBe(stage.runs.length)
      const landings = events.filter((event) => event.type === 'landing-requested').map(({ kind }) => kind)
      expect(landings.filter((kind) => kind === 'merge')).toHaveLength(4)
      expect(landings.filter((kind) => kind === 'checkpoint').length).toBeGreaterThan(0)
      const judged = events.filter((event) => event.type === 'landing-judged')
      expect(judged.map(({ verdict }) => verdict.status)).toEqual(landings.map(() => 'passed'))

      expect(fingerprint(repo.root)).toEqual(before)
      expect(stage.runs.flatMap((run) => markedProcesses(run))).toEqual([])
      expect(execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' })).not.toMatch(folder)

      const branch = `br/${report.slug}/integration`
      const there = repo.git('ls-tree', '-r', '--name-only', branch).split('\n')
      for (const stream of streams) {
        expect(there).toEqual(expect.arrayContaining(stream.files))
        const own = repo.git('rev-parse', `br/${report.slug}/stream/${stream.id}`)
        expect(repo.git('merge-base', branch, own)).toBe(own)
      }
      const home = freshPath('home')
      repo.git('clone', '--quiet', '--branch', branch, repo.root, home)
      const tasks = streams.flatMap((stream) => stream.tasks).length
      const tested = execFileSync(process.execPath, ['--test', '--test-reporter=tap'], {
        cwd: home,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      })
      expect(tested).toContain(`# pass ${tasks + 1}\n`)
      expect(readFileSync(`${repo.root}/README.md`, 'utf8')).toBe('changed\n')
    },
  )
}
