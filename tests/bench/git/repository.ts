import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureLandClone } from '../../../source/runtime/git/clones.ts'
import { must } from '../measure.ts'
import { base as folder, git } from '../place.ts'
import { commitText, fastImport } from './fast-import.ts'

/** Files that a stream changes by itself, and those that its neighbour changes as well, in other lines. */
const OWN = 20
const SHARED = 2

export interface Wide {
  land: string
  base: string
  /** All of these fit together. */
  fitting: string[]
  /** The same, but every fourth changes a line that the one before it changes too. */
  clashing: string[]
}

/** A repository of so many files in folders of a hundred, and streams of one commit each. */
export async function makeWide(files: number, streams: number): Promise<Wide> {
  const name = `wide-${files}-${streams}`
  const root = join(folder, name)
  mkdirSync(root)
  git(root, 'init', '--quiet', '--initial-branch=main')
  git(root, 'config', 'user.name', 'Ada Tester')
  git(root, 'config', 'user.email', 'ada@example.com')
  const all = Array.from({ length: files }, (_, index) => ({ path: pathOf(index), text: textOf(index) }))
  fastImport(root, commitText('main', null, all))
  const base = git(root, 'rev-parse', 'main')
  const commits = (kind: string, isClashing: boolean) =>
    Array.from({ length: streams }, (_, stream) =>
      commitText(`${kind}-${stream}`, base, changesOf(stream, files, isClashing)),
    )
  fastImport(root, [...commits('fitting', false), ...commits('clashing', true)].join(''))
  const heads = (kind: string) =>
    Array.from({ length: streams }, (_, stream) => git(root, 'rev-parse', `${kind}-${stream}`))
  const land = join(folder, `${name}-land.git`)
  must(await ensureLandClone({ source: root, path: land, base }))
  return { land, base, fitting: heads('fitting'), clashing: heads('clashing') }
}

function changesOf(stream: number, files: number, isClashing: boolean) {
  const step = OWN + SHARED
  const own = Array.from({ length: OWN }, (_, index) => (stream * step + SHARED + index) % files)
  const shared = (of: number, line: number) =>
    Array.from({ length: SHARED }, (_, index) => {
      const file = (of * step + index) % files
      return { path: pathOf(file), text: textOf(file, { [line]: `by ${stream}` }) }
    })
  const clash = isClashing && stream % 4 === 1 ? 9 : 1
  return [
    ...own.map((file) => ({ path: pathOf(file), text: textOf(file, { 4: `by ${stream}` }) })),
    // At the top of what lies before it, at the bottom of what lies behind it.
    ...shared(stream, clash),
    ...shared(stream + 1, 9).filter(({ path }) => !shared(stream, clash).some((each) => each.path === path)),
  ]
}

const pathOf = (file: number) => `src/${Math.floor(file / 100)}/${file % 100}.txt`
const textOf = (file: number, changed: Record<number, string> = {}) =>
  Array.from({ length: 10 }, (_, line) => `${changed[line] ?? `${file} ${line}`}\n`).join('')
