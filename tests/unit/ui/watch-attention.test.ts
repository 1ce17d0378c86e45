import { describe, expect, test } from 'vitest'
import { makeTheme } from '../../../source/ui/theme.ts'
import { watchAttention } from '../../../source/ui/watch-attention.ts'
import { ended, readySession, requested, sessionAfter, started } from '../../helpers/session.ts'

const running = sessionAfter(
  readySession([{ telemetry: {}, routing: {} }], { retries: 0 }),
  ...[requested('telemetry'), started('telemetry'), requested('routing'), started('routing')],
)
const failed = sessionAfter(running, ended('telemetry', 'failed'))

function watching(notifies = true) {
  const said: string[] = []
  const say = (text: string) => said.push(text)
  const watch = watchAttention({
    kind: { TERM: 'xterm' },
    notifies,
    theme: makeTheme('dark', { unicode: true }),
    say,
  })
  return { watch, said }
}

describe('what newly waits for a person', () => {
  test('is said once, with a bell', () => {
    const { watch, said } = watching()
    watch(running)
    watch(failed)
    watch(failed)
    expect(said.filter((text) => text.startsWith('\x07'))).toHaveLength(1)
    expect(said.join('')).toContain('telemetry waits for you')
  })

  test('is in the title of the terminal for as long as it waits', () => {
    const { watch, said } = watching()
    watch(running)
    expect(said.at(-1)).toContain('br-tui · a-plan')
    watch(failed)
    expect(said.join('')).toContain('1 waits for you')
  })

  test('rings no bell for what waited before somebody came, or when they want none', () => {
    const late = watching()
    late.watch(failed)
    const quiet = watching(false)
    quiet.watch(running)
    quiet.watch(failed)
    expect([...late.said, ...quiet.said].join('')).not.toMatch(/^\x07|waits for you\x07$/)
    expect(quiet.said.some((text) => text.startsWith('\x07'))).toBe(false)
  })
})
