import { expect, test } from 'vitest'
import { plainText } from '../../../source/text/plain.ts'
import { firstFrame } from '../../../source/ui/first-frame.ts'
import { chromeRows, layoutOf } from '../../../source/ui/present/chrome.ts'
import { ENTER_SCREEN } from '../../../source/ui/terminal/screen-mode.ts'
import { makeTheme } from '../../../source/ui/theme.ts'
import { modelOf, NOON, scenes } from '../../frames/scenes.ts'
import { createEmulator } from '../../helpers/terminal-emulator.ts'

const theme = makeTheme('dark', { unicode: true })
const size = { columns: 100, rows: 30 }
const model = modelOf(scenes.running, size)
const session = scenes.running.session
if (!session) throw new Error('this scene has a session')

async function shown(saved: unknown): Promise<string[]> {
  const emulator = createEmulator(size, { onReply: () => {}, onFrame: () => {} })
  const bytes = firstFrame({ session: session!, size, saved, theme, keys: model.keys, now: NOON })
  await new Promise<void>((resolve) => emulator.write(`${ENTER_SCREEN} br-tui  somewhere${bytes}`, resolve))
  return Array.from({ length: size.rows }, (_, y) => emulator.row(y))
}

test('the first frame is the whole screen, but for the text of the panes', async () => {
  const expected = { ...model, lastOutput: {}, ui: { ...model.ui, focus: 'orchestrator' } }
  const places = layoutOf(expected, theme)
  const rows = await shown(null)
  const chrome = chromeRows(expected, places, theme).map((row) => plainText(row).trimEnd())
  const without = (all: string[]) => all.filter((_, y) => y !== places.prompt.y).map((row) => row.trimEnd())
  expect(without(rows)).toEqual(without(chrome))
  expect(rows[places.prompt.y]).toMatch(/^ orchestrator › /)
})

test('it is of the place where the person was, with the line that was half typed', async () => {
  const saved = { focus: 'telemetry', zoom: true, anchors: {}, head: 'deci', tail: 'de', history: [] }
  const text = (await shown(saved)).join('\n')
  expect(text).toContain(' telemetry › decide')
  expect(text).toContain('zoomed')
})

test('nothing that a file may hold instead stops it', async () => {
  expect((await shown({ focus: 3 })).join('\n')).toContain(' orchestrator › ')
})
