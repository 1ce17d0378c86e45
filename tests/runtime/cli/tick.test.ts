import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { cli, placesFor } from '../../helpers/host.ts'
import { openStage, type Stage } from '../../helpers/loop-agents.ts'
import { makeProject } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'
import { planFile } from './open-in.ts'

// As an editor on Windows leaves it: a mark at the beginning, CRLF, nothing after the last line.
const TEXT = `\ufeff# Shop
### Phase 1: Pages - PARALLEL
#### Stream A: Basket (1 day)
**Files:** basket.txt
**Tasks:**
- [ ] Fill the basket
- [ ]  Empty the basket \t
#### Stream B: Checkout (1 day)
**Files:** checkout.txt
**Tasks:**
- [ ] Pay
### Phase 2: Words (1 day)
**Files:** words.txt
**Tasks:**
- [ ] Find the words
- Print the words`.replaceAll('\n', '\r\n')

let stage: Stage | null = null
let root = ''
afterEach(async () => {
  if (root) await cli('stop', '--cwd', root)
  stage?.close()
})

async function open(until: 'checkpoint' | 'end', path = planFile(TEXT)) {
  const repo = makeProject()
  root = repo.root
  placesFor(repo)
  stage = await openStage()
  stage.each((agent) => agent.finish({ [`${agent.stream}.txt`]: agent.run }))
  const { exit } = await cli(
    'run',
    path,
    '--cwd',
    root,
    '--agent',
    stage.agent,
    '--workers',
    '1',
    '--trust',
    '--until',
    until,
  )
  expect(exit).toBe(0)
  return { path, tick: (plan = path) => cli('plan', plan, '--tick', '--cwd', root) }
}

test('what has landed is ticked in the file, byte for byte the same but for that', async () => {
  const { path, tick } = await open('end')
  chmodSync(path, 0o640)
  const before = readdirSync(dirname(path))
  const { exit, out, err } = await tick()
  expect([exit, err]).toEqual([0, ''])
  expect(out).toBe(
    `Ticked lines 6, 7, 11 and 15 of ${path}.\n1 task without a box: words.2 (Print the words).\n`,
  )
  expect(readFileSync(path, 'utf8')).toBe(TEXT.replaceAll('[ ]', '[x]'))
  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(readdirSync(dirname(path))).toEqual(before)
  expect((await tick()).out).toContain('Nothing to tick. 4 had theirs already.')
})

test('what has not landed keeps its box, and a task that was rewritten is named', async () => {
  const { path, tick } = await open('checkpoint')
  writeFileSync(path, TEXT.replace('Fill the basket', 'Fill the bag'))
  const { exit, out, err } = await tick()
  const after = readFileSync(path, 'utf8')
  expect(exit).toBe(1)
  expect(err).toMatch(
    /^Not ticked, because the plan no longer says the same of it: basket\.1 \(Fill the basket\)\. Tick it by hand/,
  )
  expect(out).toContain('Ticked lines 7 and 11 of')
  const changed = TEXT.replace('Fill the basket', 'Fill the bag')
  expect(after).toBe(changed.replace('[ ]  Empty', '[x]  Empty').replace('[ ] Pay', '[x] Pay'))
})

test('another plan, a plan that is gone, a worker and a link', async () => {
  const { path, tick } = await open('checkpoint')
  const other = planFile(TEXT)
  expect(await tick(other)).toMatchObject({ exit: 1, err: expect.stringContaining('about another plan') })
  expect(readFileSync(other, 'utf8')).toBe(TEXT)
  expect(await tick(join(dirname(path), 'none.md'))).toMatchObject({
    exit: 1,
    err: expect.stringContaining('There is no plan'),
  })
  process.env.BR_RUN = 'x'
  const inside = await tick().finally(() => {
    delete process.env.BR_RUN
  })
  expect(inside).toMatchObject({ exit: 1, err: expect.stringContaining('A worker does not tick') })
  expect(readFileSync(path, 'utf8')).toBe(TEXT)
  const link = freshPath('link.md')
  symlinkSync(path, link)
  expect((await tick(link)).exit).toBe(0)
  expect(readFileSync(path, 'utf8')).toContain('[x]')
})

test('without a session nothing has landed', async () => {
  const repo = makeProject()
  placesFor(repo)
  expect(await cli('plan', planFile(TEXT), '--tick', '--cwd', repo.root)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('There is no session in this repository yet'),
  })
})
