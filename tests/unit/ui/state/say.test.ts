import { describe, expect, test } from 'vitest'
import { asks, requested, sessionAfter, started } from '../../../helpers/session.ts'
import { lineOf, play, session, start } from './rig.ts'

const asking = sessionAfter(session, requested('telemetry'), started('telemetry'), asks('telemetry'))
const pressed = (...keys: string[]) =>
  play({ ...start, focus: 'telemetry' }, ['escape', ...keys], { session: asking })

describe('while an agent asks', () => {
  test('y allows it once, a for good', () => {
    expect(pressed('y').effects).toEqual([{ type: 'type', pane: 'telemetry', text: 'approve' }])
    expect(pressed('a').effects).toEqual([{ type: 'type', pane: 'telemetry', text: 'approve always' }])
  })

  test('n begins the line that refuses it, for a reason; Enter alone refuses too', () => {
    const { ui, effects } = pressed('n')
    expect([lineOf(ui), ui.mode, effects]).toEqual(['deny |', 'typing', []])
    expect(pressed('n', "'not now", 'enter').effects).toMatchObject([{ text: 'deny not now' }])
    expect(pressed('n', 'enter').effects).toMatchObject([{ text: 'deny' }])
  })

  test('n leaves a line alone that somebody has begun', () => {
    const { ui, effects } = play({ ...start, focus: 'telemetry' }, ["'half", 'escape', 'n'], {
      session: asking,
    })
    expect([lineOf(ui), effects]).toEqual(['half|', [{ type: 'type', pane: 'telemetry', text: 'deny' }]])
  })
})

test('while nobody asks they say so and send nothing', () => {
  for (const key of ['y', 'a', 'n']) {
    const { ui, effects } = play(start, ['escape', key])
    expect([ui.flash, effects]).toEqual(['Nothing asks for permission now.', []])
  }
})
