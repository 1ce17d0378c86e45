import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { cli } from '../../helpers/host.ts'
import { freshPath, makeRepo } from '../../helpers/repo.ts'

beforeEach(() => {
  process.env.BR_HOME = freshPath('home')
})

const FILES = {
  'src/shape.ts': 'export const shape = 1\n',
  'src/a.ts': "import { shape } from './shape.ts'\n",
  'src/b.ts': "import { shape } from './shape.ts'\n",
  'src/c.ts': "import { shape } from './shape.ts'\n",
}
const configured = (config: unknown) =>
  makeRepo({ files: { ...FILES, 'br.config.json': JSON.stringify(config) } })
const mine = (settings: unknown) => {
  const folder = join(process.env.BR_HOME ?? '', 'config')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings))
}

test('route says level, score, reasons and the model of each agent', async () => {
  const { root } = makeRepo({ files: FILES })
  const { exit, out, err } = await cli('route', 'Give it a size', '--file', 'src/shape.ts', '--cwd', root)
  expect([exit, err]).toEqual([0, ''])
  expect(out).toMatch(
    /^simple, 8 of 100\n +\+4 {2}1 file declared\n +\+4 {2}src\/shape\.ts is used by 3 other files\n\n/,
  )
  expect(out).toMatch(/^claude {2}claude-haiku-4-5 +\$1\.00 in, \$5\.00 out per million tokens$/m)
  expect(out).toMatch(/^codex /m)
})

test('route --json is one document with the facts it judged by', async () => {
  const { root } = makeRepo({ files: FILES })
  const args = ['--file', 'src/shape.ts', 'src/new.ts', '--agent', 'claude', '--json', '--cwd', root]
  const { exit, out } = await cli('route', 'Give it a size', ...args)
  expect(exit).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    text: 'Give it a size',
    level: 'simple',
    score: 14,
    reasons: [{ points: 10, text: '2 files declared' }, { points: 4 }],
    files: [
      { path: 'src/shape.ts', lines: 1, mentions: 3 },
      { path: 'src/new.ts', lines: 0, mentions: null },
    ],
    models: [{ agent: 'claude', model: 'claude-haiku-4-5', rates: { in: 1, out: 5 } }],
  })
})

test('files are named from the folder one is in, also through a link', async () => {
  const { root } = makeRepo({ files: FILES })
  const link = freshPath('link')
  symlinkSync(join(root, 'src'), link)
  const { out } = await cli('route', 'x', '--file', 'shape.ts', '--json', '--cwd', link)
  expect(JSON.parse(out).files).toMatchObject([{ path: 'src/shape.ts', mentions: 3 }])
})

test('the agent that works here is the one that is shown', async () => {
  const { root } = configured({
    agent: 'codex',
    models: { agents: { codex: { simple: 'of-the-repository' } } },
  })
  const { out } = await cli('route', 'x', '--cwd', root)
  expect(out).toMatch(/\ncodex {2}of-the-repository {2}price unknown\n$/)
})

test('an agent without models is said to choose for itself', async () => {
  const { root } = makeRepo()
  const { exit, out } = await cli('route', 'x', '--agent', 'cmd: make', '--cwd', root)
  expect(exit).toBe(0)
  expect(out).toMatch(/\ncmd: make {2}chooses its own model; .*models\.agents\n$/)
})

test.each([
  ['no text', ['route', ' '], /There is no text\./],
  ['nothing at all', ['route'], /missing required argument 'text'/],
  [
    'a file outside',
    ['route', 'x', '--file', '../y'],
    /\.\.\/y is no file in .*Name files of this repository\./,
  ],
  ['the folder itself', ['route', 'x', '--file', '.'], /\. is no file in /],
])('%s is bad usage: exit 2', async (_, args, said) => {
  const { root } = makeRepo()
  const { exit, out, err } = await cli(...args, ...(args.length > 1 ? ['--cwd', root] : []))
  expect([exit, out]).toEqual([2, ''])
  expect(err).toMatch(said)
})

test('models shows each level of each agent with its price, unknown where it is', async () => {
  mine({ models: { agents: { claude: { simple: 'mine', complex: 'mine' } } } })
  const { root } = configured({
    models: { agents: { claude: { simple: 'ours', fallback: ['spare'] }, tool: { complex: 'big' } } },
  })
  const { exit, out } = await cli('models', '--cwd', root)
  expect(exit).toBe(0)
  expect(out).toMatch(
    /^claude\n {2}simple {4}ours +price unknown\n {2}moderate {2}claude-sonnet-5 +\$2\.00 in, \$10\.00 out per million tokens\n {2}complex {3}mine +price unknown\n/,
  )
  expect(out).toMatch(/^ {2}fallback {2}spare$/m)
  expect(out).toMatch(/\ntool\n {2}simple {4}big +price unknown\n/)
  expect(out).not.toContain('$0.00')
})

test('models --json gives null for what is unknown', async () => {
  const { root } = configured({ models: { agents: { tool: { default: 'd' } } } })
  const { agents } = JSON.parse((await cli('models', '--json', '--cwd', root)).out)
  expect(agents.at(-1)).toEqual({
    agent: 'tool',
    models: [
      ...['simple', 'moderate', 'complex', 'critical'].map((use) => ({ use, model: null, rates: null })),
      { use: 'default', model: 'd', rates: null },
    ],
    fallback: [],
  })
})

test('only what is committed counts as configuration', async () => {
  const { root, write } = configured({ models: { agents: { claude: { simple: 'committed' } } } })
  write({ 'br.config.json': '{"models":{"agents":{"claude":{"simple":"of-a-worker"}}}}' })
  expect((await cli('models', '--cwd', root)).out).toContain('committed')
})

test('both need no repository and no commit', async () => {
  const folder = freshPath('folder')
  mkdirSync(folder)
  expect((await cli('route', 'x', '--file', 'a.ts', '--cwd', folder)).exit).toBe(0)
  const { root, git } = makeRepo()
  git('update-ref', '-d', 'HEAD')
  expect((await cli('models', '--cwd', root)).out).toContain('claude-sonnet-5')
})

test('a configuration that is not valid: one clear sentence, exit 1', async () => {
  const { root } = configured({ budget: { day: -1 } })
  for (const args of [['models'], ['route', 'x']])
    expect(await cli(...args, '--cwd', root)).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringMatching(/br\.config\.json is not valid: [\s\S]*Mend it and commit/),
    })
})
