import { fitCells } from '../../text/cells.ts'
import { wrapCells } from '../../text/wrap.ts'
import type { Sheet } from '../state/ui.ts'
import type { Role, Theme } from '../theme.ts'
import { withFinds } from './finds.ts'
import { framed, insideOf, type OverlayShape, scrollMark } from './overlay-frame.ts'

/** A long answer or a diff, from its line at the top on; a line wider than the page goes on in the next row. */
export function sheetOverlay(sheet: Sheet, theme: Theme, shape: OverlayShape): string[] {
  const { lines, title, find, look } = sheet
  const { width, height } = insideOf(shape)
  const top = Math.max(0, Math.min(sheet.top, lines.length - 1))
  const rows: string[] = []
  let seen = 0
  for (; rows.length < height && top + seen < lines.length; seen += 1) {
    const line = theme.show(lines[top + seen] as string)
    const role = look === 'diff' ? diffRole(line) : 'plain'
    rows.push(
      ...wrapCells(line, width, { words: false }).map((row) => sheetRow(row, role, find, theme, width)),
    )
  }
  const mark = scrollMark(theme, { top, seen, total: lines.length })
  return framed(theme, { ...shape, title, mark, rows })
}

function sheetRow(row: string, role: Role, find: string | null, theme: Theme, width: number): string {
  const found = find === null ? null : withFinds(theme, row, find, role)
  return fitCells(found ?? theme.paint(role, row), width)
}

/** The first sign of the line says what it is, so the colour only repeats it. */
function diffRole(line: string): Role {
  if (/^(diff |index |\+\+\+|---|#\d+ )/.test(line)) return 'title'
  if (line.startsWith('@@')) return 'accent'
  if (line.startsWith('+')) return 'added'
  return line.startsWith('-') ? 'removed' : 'plain'
}
