import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = join(import.meta.dirname, '../../source')

/** Who may import whom. The picture of it is in docs/architecture.md; change both together. */
const arrows: Record<string, string[]> = {
  model: [],
  text: [],
  plan: ['model', 'text'],
  engine: ['model', 'plan', 'routing'],
  commands: ['model', 'text', 'plan', 'engine', 'routing'],
  agents: ['model'],
  checks: ['model', 'text', 'plan'],
  merging: [],
  policy: ['model', 'agents'],
  routing: ['model', 'plan'],
  runtime: [
    ...['model', 'text', 'plan', 'engine', 'commands', 'agents', 'checks', 'merging', 'policy', 'routing'],
    'telemetry',
  ],
  host: ['model', 'text', 'plan', 'engine', 'commands', 'agents', 'routing', 'page', 'runtime'],
  page: ['model', 'text', 'plan', 'engine', 'commands', 'routing'],
  ui: ['model', 'text', 'plan', 'engine', 'commands', 'routing'],
  telemetry: ['model', 'plan', 'engine', 'routing'],
  replay: ['model', 'engine', 'commands', 'runtime', 'host'],
  demo: ['model'],
  cli: [
    ...['model', 'text', 'plan', 'engine', 'commands', 'agents', 'checks', 'routing'],
    ...['runtime', 'host', 'page', 'telemetry', 'replay', 'ui', 'demo'],
  ],
}

/** Packages that reach outside of the process belong to one folder; pure folders have none but these. */
const packages: Record<string, string[]> = {
  model: ['zod'],
  text: ['string-width'],
  plan: ['node:buffer'],
  engine: ['zod'],
  commands: ['fastest-levenshtein'],
  agents: ['shlex'],
  checks: [
    'node:crypto', // hashes only
    '@secretlint/core',
    '@secretlint/secretlint-rule-preset-recommend',
    '@secretlint/profiler',
    'web-tree-sitter',
    'fast-xml-parser',
    'zod',
  ],
  merging: ['node:util', 'jsonc-parser'],
  policy: [],
  telemetry: ['zod', 'node:crypto'], // hashes only
  routing: ['@pydantic/genai-prices'],
  demo: [],
  page: ['preact', 'preact/hooks'],
}

interface Import {
  file: string
  folder: string
  target: string
}

const imports: Import[] = globSync('*/**/*.{ts,tsx}', { cwd: source }).flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8')
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...found].map(([, target = '']) => ({ file, folder: file.split('/')[0] ?? '', target }))
})

const folderOf = ({ file, target }: Import) =>
  relative(source, join(source, dirname(file), target)).split('/')[0] ?? ''

describe('the arrows between folders', () => {
  it('lead only where the architecture lets them', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.') && !target.endsWith('.json'))
      .filter((each) => folderOf(each) !== each.folder && !arrows[each.folder]?.includes(folderOf(each)))
    expect(wrong).toEqual([])
  })

  it('know every folder', () => {
    expect([...new Set(imports.map(({ folder }) => folder))].filter((folder) => !(folder in arrows))).toEqual(
      [],
    )
  })

  it('keep pure folders away from the file system, the clock and processes', () => {
    const wrong = imports.filter(
      ({ folder, target }) =>
        !target.startsWith('.') && folder in packages && !packages[folder]?.includes(target),
    )
    expect(wrong).toEqual([])
  })

  it('let the screen reach the terminal only through what it is given', () => {
    const allowed = ['ink', 'ink-text-input', 'react', 'zod', 'node:stream', 'node:events']
    expect(
      imports.filter(
        ({ folder, target }) => folder === 'ui' && !target.startsWith('.') && !allowed.includes(target),
      ),
    ).toEqual([])
  })

  it('let only runtime reach execa, simple-git, lowdb and conf', () => {
    const devices = ['execa', 'simple-git', 'lowdb', 'conf', 'node:sqlite']
    expect(imports.filter(({ folder, target }) => folder !== 'runtime' && devices.includes(target))).toEqual(
      [],
    )
  })
})
