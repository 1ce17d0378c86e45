import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeTheme } from '../source/ui/theme.ts'
import { modelOf, scenes } from '../tests/frames/scenes.ts'
import { screenRows } from '../tests/frames/screen.ts'
import { svgOf } from './svg.ts'

// The pictures of the docs are the screens that tests/frames compares, so that none of them can be out of date.

const golden = join(import.meta.dirname, '../tests/frames/golden')

/** What is shown as a picture: scene, size, and what a person who cannot see it is told. */
const pictures = [
  ['trouble', 120, 40, 'Six streams: one runs, one has failed, one needs a person, three wait for others'],
  ['trouble', 80, 24, 'The same session in 80 columns and 24 rows'],
  ['diff', 80, 24, 'What a stream changed, in a sheet over the panes'],
] as const

/** Path → picture. */
export const screenPictures = (): Record<string, string> =>
  Object.fromEntries(
    pictures.map(([name, columns, rows, title]) => {
      const model = modelOf(scenes[name], { columns, rows })
      const screen = screenRows(model, makeTheme('dark', { unicode: true }), scenes[name].texts)
      return [`docs/screens/${name}-${columns}x${rows}.svg`, svgOf(screen, { columns, title })]
    }),
  )

/** A page with its screens as they are now: after each `<!-- screen NAME ROWS -->` stand those rows of the golden frame. */
export const withScreens = (page: string): string =>
  page.replace(
    /(<!-- screen (\S+) ([\d, -]+) -->\n)```text\n[\s\S]*?```/g,
    (_, mark: string, name: string, ranges: string) =>
      `${mark}\`\`\`text\n${rowsOf(name, ranges).join('\n')}\n\`\`\``,
  )

function rowsOf(name: string, ranges: string): string[] {
  const rows = readFileSync(join(golden, `${name}.txt`), 'utf8').split('\n')
  return ranges.split(',').flatMap((range) => {
    const [first = 1, last = first] = range.split('-').map(Number)
    return rows.slice(first - 1, last)
  })
}
