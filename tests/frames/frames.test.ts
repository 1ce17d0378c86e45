import { describe, expect, it } from 'vitest'
import { cellWidth } from '../../source/text/cells.ts'
import { plainText } from '../../source/text/plain.ts'
import { chooseTheme, makeTheme } from '../../source/ui/theme.ts'
import { modelOf, type SceneName, scenes } from './scenes.ts'
import { screenRows } from './screen.ts'

/**
 * Whole screens as text, to be looked at: after a wanted change `vitest -u` writes them anew. Colours are left out, so
 * what a person needs must be there without them.
 */
const dark = makeTheme('dark', { unicode: true })
const ascii = chooseTheme({ env: { TERM: 'vt100', LANG: 'C' }, setting: null })

const everySize = {
  large: [200, 50],
  middle: [120, 40],
  classic: [80, 24],
  small: [40, 12],
  tiny: [20, 5],
} as const
type SizeName = keyof typeof everySize

const all = Object.keys(everySize) as SizeName[]
const cases: [scene: SceneName, sizes: SizeName[], theme?: 'ascii'][] = [
  ['nothing', ['middle', 'small']],
  ['fresh', all],
  ['running', all],
  ['trouble', all],
  ['waiting', ['middle', 'classic', 'small']],
  ['conflict', ['middle', 'classic', 'small']],
  ['merged', all],
  ['eight', all],
  ['zoomed', all],
  ['wide', all],
  ['keys', ['middle', 'classic', 'small']],
  ['terminal', ['middle', 'classic', 'small']],
  ['replay', ['middle', 'classic', 'small']],
  ['help', ['large', 'middle', 'classic', 'small']],
  ['diff', ['middle', 'classic', 'small']],
  ['calls', ['classic']],
  ['copy', ['classic']],
  ['chooser', ['middle', 'classic', 'small']],
  ['running', ['middle', 'classic', 'small'], 'ascii'],
  ['conflict', ['classic'], 'ascii'],
  ['wide', ['middle', 'classic', 'small'], 'ascii'],
]

/** Where a look begins and what it is, and where it ends: so that one screen a theme can be looked at as text. */
const withLooks = (row: string): string =>
  row.replace(/\x1b\[([\d;]*)m/g, (_, look) => (look === '0' ? '⟧' : `⟦${look} `)).trimEnd()

it.each(['dark', 'light', 'contrast', 'plain'] as const)('the looks of %s', async (name) => {
  const scene = scenes.trouble
  const rows = screenRows(
    modelOf(scene, { columns: 80, rows: 24 }),
    makeTheme(name, { unicode: true }),
    scene.texts,
  )
  await expect(`${rows.map(withLooks).join('\n')}\n`).toMatchFileSnapshot(`golden/looks-${name}.txt`)
})

describe.each(cases)('the screen of %s', (name, sizes, look) => {
  const theme = look === 'ascii' ? ascii : dark
  it.each(sizes)('%s', async (sizeName) => {
    const [columns, rows] = everySize[sizeName]
    const scene = scenes[name]
    const screen = screenRows(modelOf(scene, { columns, rows }), theme, scene.texts)
    expect(screen.length).toBe(rows)
    expect(screen.filter((row) => cellWidth(row) !== columns)).toEqual([])
    const text = `${screen.map((row) => plainText(row).trimEnd()).join('\n')}\n`
    await expect(text).toMatchFileSnapshot(`golden/${name}${look ? `-${look}` : ''}-${columns}x${rows}.txt`)
  })
})
