import { describe, expect, it } from 'vitest'
import { titleLine } from '../../../../source/ui/present/title-line.ts'
import { scenes } from '../../../frames/scenes.ts'
import { shown, unicode } from '../../../frames/screen.ts'

describe('the title line', () => {
  const line = (width: number) => titleLine(shown(scenes.trouble), unicode, width).trimEnd()

  it('drops what is said elsewhere first, and what waits for a person last', () => {
    expect(line(90)).toMatch(
      /^ br-tui · build-4e · Core Features +day 0.6 of 8 {3}1\/18 tasks {3}▲ 2 wait for you$/,
    )
    expect(line(50)).toMatch(/^ br-tui · build-4e +1\/18 tasks {3}▲ 2 wait for you$/)
    expect(line(30)).toMatch(/^ build-4e +▲ 2 wait for you$/)
  })

  it('says when the host is gone', () => {
    expect(titleLine(shown(scenes.running, { host: 'gone' }), unicode, 100)).toContain('the host is gone')
  })
})
