import { describe, expect, it } from 'vitest'
import { bodyRows } from '../../../../source/ui/present/body-rows.ts'
import { makeTheme } from '../../../../source/ui/theme.ts'
import { marked, unicode } from '../../../frames/screen.ts'

describe('rows of a transcript', () => {
  const row = (text: string, tone: 'output' | 'typed' | 'bad' | 'info', continues = false) => ({
    text,
    tone,
    continues,
  })
  const rows = (list: ReturnType<typeof row>[], find: string | null = null, theme = marked) =>
    bodyRows(list, { width: 12, height: list.length, theme, find })

  it('have the sign and the look of whose sentence they are, once a line', () => {
    expect(rows([row('go', 'typed'), row('no key', 'bad'), row('there', 'bad', true)])).toEqual([
      '<typed:› ><typed:go        >',
      '<bad:✕ ><bad:no key    >',
      '  <bad:there     >',
    ])
  })

  it('keep the colours of programs, or lose them where there are none', () => {
    const red = [row('\x1b[31mred\x1b[0m', 'output')]
    expect(rows(red, null, makeTheme('dark', { unicode: true }))).toEqual(['  \x1b[31mred\x1b[0m       '])
    expect(rows(red, null, unicode)).toEqual(['  red       '])
  })

  it('mark every place of what is looked for, case aside', () => {
    const found = rows([row('Aba xab', 'output')], 'AB', makeTheme('dark', { unicode: true }))
    expect(found).toEqual(['  \x1b[7mAb\x1b[0ma x\x1b[7mab\x1b[0m   '])
  })

  it('are cut and filled to the body', () => {
    expect(
      bodyRows([row('abcdefghijklmnop', 'output')], { width: 8, height: 2, theme: unicode, find: null }),
    ).toEqual(['  abcdef', '        '])
  })
})
