import type { Row, RowTone } from '../../model/screen.ts'
import { cellWidth, fitCells } from '../../text/cells.ts'
import { GUTTER } from '../layout.ts'
import type { Role, Theme } from '../theme.ts'
import { withFinds } from './finds.ts'
import { blankRows } from './line.ts'

export interface BodyShape {
  width: number
  height: number
  theme: Theme
  /** Text whose places are marked. */
  find: string | null
}

/** Rows of a transcript in the cells of a body: a sign of whose sentence it is, then the text. */
export function bodyRows(rows: Row[], { width, height, theme, find }: BodyShape): string[] {
  const shown = rows.slice(0, height).map((row) => bodyRow(row, width, theme, find))
  return [...shown, ...blankRows(width, height - shown.length)]
}

function bodyRow({ text, tone, continues }: Row, width: number, theme: Theme, find: string | null): string {
  // What a terminal shows fills the body; its first column is the program's own.
  if (tone === 'terminal') return fitCells(theme.showOutput(text), width)
  const room = Math.max(0, width - GUTTER)
  const [sign, role] = LOOKS[tone](theme.glyphs)
  const gutter =
    continues || sign === '' ? ' '.repeat(Math.min(GUTTER, width)) : theme.paint(role, `${sign} `)
  const found = find === null || find === '' ? null : withFinds(theme, theme.show(text), find, role)
  if (found !== null) return gutter + fitCells(found, room)
  // Colours of programs stay; sentences of ours have the look of their tone.
  if (tone === 'output') return gutter + fitCells(theme.showOutput(text), room)
  const plain = fitCells(theme.show(text), room)
  return gutter + (role === 'plain' || cellWidth(text) === 0 ? plain : theme.paint(role, plain))
}

const LOOKS: Record<Exclude<RowTone, 'terminal'>, (glyphs: Theme['glyphs']) => [sign: string, role: Role]> = {
  output: () => ['', 'plain'],
  answer: () => ['', 'plain'],
  info: ({ info }) => [info, 'dim'],
  good: ({ good }) => [good, 'good'],
  warn: ({ warn }) => [warn, 'warn'],
  bad: ({ bad }) => [bad, 'bad'],
  typed: ({ prompt }) => [prompt, 'typed'],
}
