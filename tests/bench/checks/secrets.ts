import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findSecrets } from '../../../source/checks/secrets/find-secrets.ts'
import { scanText } from '../../../source/checks/secrets/scan-text.ts'
import { createMasker } from '../../../source/runtime/worker/mask.ts'
import { createOutputFilter } from '../../../source/runtime/worker/output-filter.ts'
import { negativeCases } from '../../helpers/no-secrets.ts'
import { caseMakers, createPick, positiveCases, publicLength } from '../../helpers/secrets.ts'
import type { Row } from '../measure.ts'
import { judge, percent } from './judge.ts'

const root = join(import.meta.dirname, '../../..')

export async function secrets(): Promise<Row[]> {
  return [...(await onCases()), ...(await onSources()), ...(await speeds())]
}

async function onCases(): Promise<Row[]> {
  const seeds = [1, 2, 3, 4, 5]
  const cases = seeds.flatMap((seed) => [...positiveCases(seed), ...negativeCases(seed)])
  const judged = await Promise.all(
    cases.map(async ({ code, text }) => ({
      isThere: code !== null,
      isFound: (await scanText('case.txt', text)).length > 0,
    })),
  )
  const { precision, recall } = judge(judged)
  const positive = judged.filter(({ isThere }) => isThere).length / seeds.length
  const how = `${positive} secrets and ${cases.length / seeds.length - positive} lines with none, ${seeds.length} times with other values`
  const masker = createMasker([])
  const leaks = caseMakers.filter((make, index) => {
    const { text, secret } = make(createPick(index))
    return masker.mask(text).includes(secret.slice(publicLength(secret)))
  })
  return [
    { what: 'secrets: recall on our cases', result: percent(recall), goal: '≥ 85 %', how },
    { what: 'secrets: precision on our cases', result: percent(precision), goal: '-', how: 'the same' },
    {
      what: 'secrets: cases that masking lets through',
      result: String(leaks.length),
      goal: '0',
      how: `of ${caseMakers.length}`,
    },
  ]
}

/** Whatever is found there is taken for a mistake, also the examples that stand in some documentation. */
async function onSources(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [what, pattern] of [
    ['packages', 'node_modules/**/*.{js,mjs,cjs,ts,md}'],
    ['this repository', '{source,tests,docs,.ci}/**/*.{ts,tsx,mjs,md,json,txt}'],
  ] as const) {
    let lines = 0
    let flagged = 0
    for (const file of textFiles(pattern)) {
      lines += file.split('\n').length
      flagged += new Set((await scanText('file', file)).map(({ line }) => line)).size
    }
    const how = `${flagged} of ${lines} lines of ${what}`
    rows.push({
      what: `secrets: lines flagged, ${what}`,
      result: percent(flagged / lines, 4),
      goal: '≤ 0.2 %',
      how,
    })
  }
  return rows
}

function* textFiles(pattern: string): Generator<string> {
  for (const entry of globSync(pattern, { cwd: root, withFileTypes: true })) {
    if (entry.isFile()) yield readFileSync(join(entry.parentPath, entry.name), 'utf8')
  }
}

async function speeds(): Promise<Row[]> {
  const files = [...textFiles('node_modules/**/*.{js,ts,md}')]
  const source = files.slice(0, 2000)
  const log = buildLog(20_000_000)
  const masker = createMasker(['a value of the environment'])
  const taken = {
    scan: await cpu(async () => {
      for (const text of source) await scanText('file', text)
    }),
    own: await cpu(() => source.forEach(findSecrets)),
    mask: await cpu(() => maskAll(log, createOutputFilter(masker))),
    coloured: await cpu(() => maskAll(coloured, createOutputFilter(masker))),
    build: await cpu(() => createMasker([])),
  }
  const bytes = source.reduce((sum, text) => sum + text.length, 0)
  const speed = (length: number, milliseconds: number) => `${Math.round(length / 1e3 / milliseconds)} MB/s`
  return [
    {
      what: 'scan: sources of packages',
      result: speed(bytes, taken.scan),
      goal: '-',
      how: 'our rules and secretlint',
    },
    { what: 'scan: our own rules alone', result: speed(bytes, taken.own), goal: '-', how: 'the same files' },
    {
      what: 'mask: a log of builds and tests',
      result: speed(log.length, taken.mask),
      goal: '≥ 50 MB/s',
      how: 'in pieces of 64 KB; one line of 500 has a secret',
    },
    {
      what: 'mask: a log full of colours',
      result: speed(coloured.length, taken.coloured),
      goal: '≥ 50 MB/s',
      how: 'the same',
    },
    {
      what: 'mask: making a masker',
      result: `${taken.build.toFixed(1)} ms`,
      goal: '-',
      how: 'once a worker',
    },
  ]
}

/** The fastest of three, in ms of processor time: a busy machine must not look like a slow check. */
async function cpu(work: () => unknown): Promise<number> {
  const taken: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    taken.push((user + system) / 1000)
  }
  return Math.min(...taken)
}

const lines = [
  '✓ tests/unit/engine/update.test.ts (24 tests) 31ms',
  'src/app/main.ts:120:14 - warning: value is never read, consider to remove it or to give it a name with _',
  '[12:01:33] Compiling module 42 of 230: packages/core/src/index.ts',
  '    at Object.<anonymous> (/home/user/project/node_modules/some-package/lib/index.js:10:20)',
  'GET /api/v1/items?page=2 200 12.3 ms - 4521',
  'added 178 packages, and audited 179 packages in 12s',
  'Downloading https://registry.example.org/package/-/package-1.2.3.tgz',
  'tokens used: 12345, context left: 88 %',
  '  return items.filter((item) => item.isActive).map((item) => item.name)',
  '',
]

function buildLog(length: number, paint = (line: string) => line): Buffer {
  const leaking = positiveCases().map(({ text }) => text)
  const out: string[] = []
  for (let size = 0, count = 0; size < length; count += 1) {
    const line = count % 500 === 499 ? leaking[count % leaking.length] : lines[count % lines.length]
    out.push(paint(line ?? ''))
    size += (line?.length ?? 0) + 1
  }
  return Buffer.from(out.join('\n'))
}

const coloured = buildLog(
  20_000_000,
  (line) => `\x1b[32m${line.slice(0, 8)}\x1b[0m\x1b[1;38;5;196m${line.slice(8)}\x1b[m`,
)

function maskAll(log: Buffer, filter: ReturnType<typeof createOutputFilter>): void {
  for (let at = 0; at < log.length; at += 65_536) filter.push(log.subarray(at, at + 65_536))
  filter.end()
}
