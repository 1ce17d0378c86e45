import { describe, expect, it } from 'vitest'
import { fitLine } from '../../../../source/ui/present/line.ts'
import { paneParts } from '../../../../source/ui/present/pane-title.ts'
import { partsWithin } from '../../../../source/ui/present/parts.ts'
import { NOON, type Scene, scenes } from '../../../frames/scenes.ts'
import { shown, unicode } from '../../../frames/screen.ts'
import {
  allDone,
  asks,
  autoTo,
  ended,
  landed,
  later,
  leftOut,
  readySession,
  requested,
  sessionAfter,
  silent,
  started,
} from '../../../helpers/session.ts'

const titleOf = (scene: Scene, pane: string, lastOutput: Record<string, number> = {}): string =>
  fitLine(unicode, 90, {
    left: partsWithin(unicode, paneParts({ ...shown(scene), lastOutput }, unicode, pane), 90, ' · '),
  }).trimEnd()

describe('the title of a pane', () => {
  it('says how the stream stands, with evidence and age', () => {
    expect(titleOf(scenes.running, 'model-routing', { 'model-routing': NOON - 4000 })).toBe(
      '● running · sonnet · $0.12 · batch_2 · last output 4 s ago · 2:14',
    )
    expect(titleOf(scenes.running, 'orchestration')).toBe('⊘ blocked by telemetry')
    expect(titleOf(scenes.trouble, 'telemetry')).toBe('✕ failed · batch_1: exit 1 · 12 s ago · type retry')
    expect(titleOf(scenes.merged, 'docs')).toBe('✓ complete · landed')
    expect(titleOf(scenes.fresh, 'telemetry')).toBe('○ ready · found batch_1 · type continue')
  })

  it("says whose a conflict is, once it is no agent's", () => {
    const conflict = sessionAfter(
      allDone(readySession([{ a: {}, b: {} }]), 'a', 'b'),
      ...landed('checkpoint', [leftOut('a')]),
    )
    expect(titleOf({ session: conflict }, 'a')).toBe('◐ waits · found batch_2 · type continue')
    const handed = { type: 'conflict-handed', at: NOON, stream: 'a', batch: 'batch_2', by: 'you' } as const
    const mine = sessionAfter(conflict, { ...handed, to: 'person' })
    expect(titleOf({ session: mine }, 'a')).toBe('◐ waits · you resolve shared.js · type continue')
  })

  it('says what an agent asks', () => {
    const session = sessionAfter(
      readySession([{ a: {} }], { auto: 'on' }),
      ...[started('a'), asks('a', { title: 'execute npm test' })],
    )
    expect(titleOf({ session }, 'a')).toBe('◐ waits · execute npm test · type approve')
  })

  it('says that an agent looks stuck, why, and for how long', () => {
    const session = sessionAfter(
      readySession([{ a: {} }], { auto: 'on' }),
      ...[started('a'), silent('a', NOON - 620_000)],
    )
    expect(titleOf({ session }, 'a')).toBe(
      '◐ looks stuck · no output, and 0.0 s of CPU in the last 5 min · 10 min ago · type cancel a',
    )
  })

  it('says until when a provider takes no requests, and who is waited for where it is a stream', () => {
    const until = new Date(2026, 10, 25, 14, 5).getTime()
    const session = sessionAfter(
      readySession([{ a: {}, b: { after: ['a'] } }]),
      ...[requested('a'), ended('a', 'blocked', { reason: 'rate-limited', retryAt: until })],
    )
    expect(titleOf({ session }, 'a')).toBe('⊘ blocked · rate limit until 14:05')
    expect(titleOf({ session }, 'b')).toBe('⊘ blocked by a')
  })

  it('takes no output of an earlier attempt for that of this one', () => {
    expect(titleOf(scenes.running, 'model-routing', { 'model-routing': NOON - 500_000 })).toBe(
      '● running · sonnet · $0.12 · batch_2 · 2:14',
    )
  })

  it('offers nothing that auto does by itself', () => {
    const session = sessionAfter(readySession([{ a: {}, b: {} }], { workers: 1 }), autoTo('on'))
    expect(titleOf({ session }, 'b')).not.toContain('type')
  })

  it('tells a person who works on it what to type', () => {
    const session = sessionAfter(
      readySession([{ a: {} }], { agent: 'manual' }),
      requested('a'),
      later(NOON, started('a')),
    )
    expect(titleOf({ session }, 'a')).toBe('● running · you work on it · type check when done · 0:00')
  })
})
