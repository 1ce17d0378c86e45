import { readFileSync } from 'node:fs'
import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { cli, program } from '../../helpers/host.ts'
import { freshPath } from '../../helpers/repo.ts'
import { planFile } from './open-in.ts'

const TEXT = `# Läden
**Total Duration:** 9 days
## Phase 1: Base (2 days)
**Files:** base.ts
## Phase 2: Pages (1 day)
**Files:** pages.ts
`

test('the schedule as a picture: in the terminal, as Mermaid, and in a file', async () => {
  const plan = planFile(TEXT)
  expect(await cli('plan', plan, '--gantt', '--workers', '2')).toMatchObject({
    exit: 0,
    err: '',
    out: expect.stringMatching(
      /^Läden · 2 workers\n\nDay +1 +2 +3\n1 base +◆ ░+┊\n1 pages +◆ +░+\n\n1 worker/,
    ),
  })
  const mermaid = await cli('plan', plan, '--mermaid')
  expect(mermaid.out).toMatch(/^gantt\n {4}title Läden\n/)
  const file = freshPath('plan.svg')
  expect(await cli('plan', plan, '--svg', file)).toMatchObject({ exit: 0, out: '', err: '' })
  expect(XMLValidator.validate(readFileSync(file, 'utf8'))).toBe(true)
  expect(readFileSync(file, 'utf8')).toContain('<title id="plan-title">Läden</title>')
})

test('nothing to draw, nowhere to draw it, and two pictures at once', async () => {
  expect(await cli('plan', planFile('Dear diary'), '--gantt')).toMatchObject({
    exit: 2,
    out: '',
    err: expect.stringContaining(':1:1: error no-phases'),
  })
  const nowhere = await cli('plan', planFile(TEXT), '--svg', '/nowhere/at/all.svg')
  expect(nowhere).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('cannot be written') })
  expect((await cli('plan', planFile(TEXT), '--gantt', '--mermaid')).exit).toBe(2)
  expect((await cli('plan', planFile(TEXT), '--tick', '--json')).exit).toBe(2)
})

test('signs and colours are those of the place that it is read at', async () => {
  const plan = planFile(TEXT)
  const env = (more: Record<string, string>) => ({ env: { PATH: process.env.PATH ?? '', ...more } })
  const inC = await program(['plan', plan, '--gantt'], env({ LANG: 'C' }))
  expect(inC.out).toMatch(/^[\n -~]*$/)
  const forced = await program(['plan', plan], env({ FORCE_COLOR: '1', LANG: 'C.UTF-8' }))
  expect(forced.out).toContain('\x1b[33mwarning claim-mismatch\x1b[0m')
  const plain = await program(['plan', plan], env({ LANG: 'C.UTF-8' }))
  expect(plain.out).not.toContain('\x1b')
  expect(plain.out).toContain('    **Total Duration:** 9 days\n                        ^~~~~~\n')
})
