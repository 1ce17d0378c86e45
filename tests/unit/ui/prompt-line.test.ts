import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellWidth } from '../../../source/text/cells.ts'
import { plainText } from '../../../source/text/plain.ts'
import { promptLine, promptRow } from '../../../source/ui/prompt-line.ts'

const line = (head: string, tail = '', ghost = '', columns = 20) =>
  promptLine({ label: 'all > ', head, tail, ghost, columns, takesText: true })

describe('the prompt’s row', () => {
  test('has the whole line where it fits', () => {
    expect(line('che', 'ck')).toMatchObject({ shown: 'che', hidden: 0, under: 'c', after: 'k', ghost: '' })
  })

  test('shows a line that is too long around the cursor', () => {
    const { shown, hidden, under } = line('a very long command')
    expect({ shown, hidden, under }).toEqual({ shown: ' long command', hidden: 6, under: '' })
  })

  test('keeps what was pasted on several lines in one', () => {
    expect(line('decide a\nb').shown).toBe('decide a⏎b')
  })

  test('dims what the suggestion adds, as far as there is room', () => {
    expect(line('con', '', 'tinue').ghost).toBe('tinue')
    expect(plainText(promptRow(line('con', '', 'tinue')))).toBe('all > continue')
    expect(line('a very long command', '', ' more').ghost).toBe(' ')
  })

  test('is the same with what the field drew, which leaves blanks at its end out', () => {
    const typed = line('decide ', 'all')
    expect(promptRow(typed, 'decide')).toBe(promptRow(typed))
    expect(plainText(promptRow(typed))).toBe('all > decide all')
  })

  test('cuts no character in two', () => {
    expect(line('x'.repeat(20) + '👩‍🚀'.repeat(3)).shown.endsWith('👩‍🚀👩‍🚀👩‍🚀')).toBe(true)
  })

  test('is never wider than the screen, whatever is typed', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 60 })
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 12, max: 60 }), (head, tail, columns) => {
        const made = line(head, tail, 'suggested', columns)
        expect(cellWidth(promptRow(made))).toBeLessThanOrEqual(columns)
      }),
    )
  })
})
