import { describe, expect, it } from 'vitest'
import { promptRow } from '../../../../source/ui/present/prompt-row.ts'
import { scenes } from '../../../frames/scenes.ts'
import { shown, unicode } from '../../../frames/screen.ts'

describe('the prompt before its input field is there', () => {
  it('names whom it speaks to, and shows the end of a long line', () => {
    const { prompt } = shown(scenes.running).ui
    const model = shown(scenes.running, {
      focus: 'telemetry',
      prompt: { ...prompt, head: `${'x'.repeat(60)}END` },
    })
    expect(promptRow(model, unicode, 40, '')).toMatch(/^ telemetry › x+END $/)
    expect(promptRow(shown(scenes.running), unicode, 40, 'continue').trimEnd()).toBe(
      ' orchestrator › continue',
    )
  })
})
