import { commands } from '../../commands/index.ts'
import type { KeyMap } from '../keys/action.ts'
import { type HelpRow, helpRows } from '../keys/help-rows.ts'
import type { Theme } from '../theme.ts'
import { keyName } from './key-names.ts'
import { column, fitLine, fitRows, type Span } from './line.ts'
import { framed, insideOf, type OverlayShape, scrollMark } from './overlay-frame.ts'

const TYPING = 18
const KEYS = 22
const BOTH = 16
const TWO_COLUMNS = 76
const WITH_COMMANDS = 150
const COMMANDS = 70

/** The keys as they are now and, where there is the width, the commands beside them. */
export function helpOverlay(keys: KeyMap, top: number, theme: Theme, shape: OverlayShape): string[] {
  const inside = insideOf(shape)
  const rows = helpRows(keys)
  const from = Math.max(0, Math.min(top, rows.length - inside.height))
  const seen = rows.slice(from, from + inside.height)
  const hasCommands = inside.width >= WITH_COMMANDS
  const width = hasCommands ? inside.width - COMMANDS - 3 : inside.width
  const left = seen.map((row) => keyRow(row, theme, width))
  const beside = hasCommands ? commandRows(theme, inside.height) : []
  const both = fitRows(left, width, inside.height).map((row, index) =>
    hasCommands ? `${row}   ${beside[index]}` : row,
  )
  const where = scrollMark(theme, { top: from, seen: seen.length, total: rows.length })
  const more = hasCommands || inside.width < TWO_COLUMNS ? '' : "type 'help' for the commands"
  const mark = [more, where].filter(Boolean).join('   ')
  return framed(theme, { ...shape, title: 'Help', mark, rows: both })
}

function keyRow(row: HelpRow, theme: Theme, width: number): string {
  const isWide = width >= TWO_COLUMNS
  if (row.kind === 'title') {
    const heads: Span[] = isWide
      ? [
          ['while typing'.padEnd(TYPING), 'dim'],
          ['in keys mode'.padEnd(KEYS), 'dim'],
        ]
      : [[' '.repeat(BOTH)]]
    return fitLine(theme, width, { left: [...heads, [row.text, 'title']] })
  }
  const names = (chords: string[]): string => chords.map((chord) => keyName(chord, theme.glyphs)).join(' ')
  const elsewhere = row.keys.length > 0 ? row.keys : row.elsewhere
  const all = [...new Set([...row.typing, ...elsewhere])]
  const shown: Span[] = isWide
    ? [
        [`${column(theme, names(row.typing), TYPING - 1)} `, 'key'],
        [`${column(theme, names(elsewhere), KEYS - 1)} `, 'key'],
      ]
    : [[`${column(theme, names(all), BOTH - 1)} `, 'key']]
  return fitLine(theme, width, { left: [...shown, [row.summary]] })
}

function commandRows(theme: Theme, height: number): string[] {
  const usages = Math.max(...commands.map(({ usage }) => usage.length))
  const rows = commands.map(({ usage, summary }) =>
    fitLine(theme, COMMANDS, { left: [[usage.padEnd(usages + 2), 'key'], [summary]] }),
  )
  return fitRows([fitLine(theme, COMMANDS, { left: [['Commands', 'title']] }), ...rows], COMMANDS, height)
}
