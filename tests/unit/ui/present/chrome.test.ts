import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ending, Session } from '../../../../source/model/session.ts'
import { cellWidth } from '../../../../source/text/cells.ts'
import { plainText } from '../../../../source/text/plain.ts'
import { layout } from '../../../../source/ui/layout.ts'
import { chromeRows, layoutOf, nextChromeChange } from '../../../../source/ui/present/chrome.ts'
import type { Model } from '../../../../source/ui/present/model.ts'
import { makeTheme } from '../../../../source/ui/theme.ts'
import { modelOf, NOON, scenes } from '../../../frames/scenes.ts'
import {
  blocked,
  ended,
  landing,
  readySession,
  requested,
  sessionAfter,
  started,
} from '../../../helpers/session.ts'

const themes = [
  makeTheme('dark', { unicode: true }),
  makeTheme('contrast', { unicode: true }),
  makeTheme('plain', { unicode: false, asciiOnly: true, bare: true }),
]
const dark = themes[0] as (typeof themes)[0]

const names = fc.oneof(
  fc.stringMatching(/^[a-z]{1,12}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom('データ', '👩‍👩‍👧-team', 'a\x1b[2Jb', 'two\nlines'),
)
const kinds: Ending['kind'][] = ['done', 'failed', 'blocked', 'empty', 'timed-out', 'lost', 'not-started']
const steps = fc.array(fc.tuple(fc.nat(29), fc.constantFrom('start', 'block', 'land', ...kinds), names), {
  maxLength: 25,
})

/** A session in which anything may have happened so far. */
const sessions = fc
  .tuple(fc.uniqueArray(names, { minLength: 1, maxLength: 30 }), steps, fc.integer({ min: 1, max: 6 }))
  .map(([ids, happened, workers]) => {
    const groups = [ids.slice(0, 12), ids.slice(12)].filter((group) => group.length > 0)
    const phases = groups.map((group) =>
      Object.fromEntries(
        group.map((id, index) => [id, { days: (index % 4) + 0.5, tasks: (index * 7) % 12 }]),
      ),
    )
    const begun = readySession(phases, { workers, retries: 0 })
    return happened.reduce((session, step) => after(session, ids, step), begun)
  })

function after(session: Session, ids: string[], [at, kind, words]: [number, string, string]): Session {
  const id = ids[at % ids.length] as string
  if (kind === 'land') return sessionAfter(session, landing('checkpoint'))
  if (kind === 'block') return sessionAfter(session, blocked(id, words))
  try {
    if (kind === 'start') return sessionAfter(session, requested(id), started(id))
    return sessionAfter(session, ended(id, kind as Ending['kind'], { detail: words }))
  } catch {
    // It cannot happen to this stream now.
    return session
  }
}

const overlays = fc.constantFrom(
  ...(['running', 'help', 'diff', 'copy', 'chooser'] as const).map((name) => scenes[name].ui ?? {}),
)

const models = fc
  .record({
    session: fc.option(sessions, { freq: 8 }),
    columns: fc.integer({ min: 1, max: 300 }),
    rows: fc.integer({ min: 1, max: 120 }),
    overlay: overlays,
    mode: fc.constantFrom('typing' as const, 'keys' as const),
    host: fc.constantFrom('here' as const, 'gone' as const, 'stopped' as const),
    flash: fc.option(names, { freq: 2 }),
    focus: fc.nat(30),
    zoom: fc.boolean(),
    now: fc.integer({ min: 0, max: 90_000_000 }),
  })
  .map(({ session, columns, rows, overlay, focus, now, ...ui }): Model => {
    const ids = ['orchestrator', ...Object.keys(session?.streams ?? {})]
    const model = modelOf(
      { session, ui: { ...overlay, ...ui, focus: ids[focus % ids.length] as string } },
      { columns, rows },
    )
    return { ...model, now, lastOutput: Object.fromEntries(ids.map((id) => [id, now - 400])) }
  })

describe('the chrome', () => {
  it('fills the screen but for the row of the prompt, whatever there is to show', () => {
    fc.assert(
      fc.property(models, fc.constantFrom(...themes), (model, theme) => {
        const places = layoutOf(model, theme)
        const rows = chromeRows(model, places, theme)
        expect(rows).toHaveLength(places.size.rows)
        const { y, height } = places.prompt
        expect(rows.splice(y, height)).toEqual(height > 0 ? [''] : [])
        expect(rows.filter((row) => cellWidth(row) !== places.size.columns)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('lets nothing through but text and looks, and in ASCII only that', () => {
    fc.assert(
      fc.property(models, (model) => {
        const theme = themes[2] as (typeof themes)[0]
        for (const row of chromeRows(model, layoutOf(model, theme), theme)) expect(row).toMatch(/^[ -~]*$/)
        const looks = chromeRows(model, layoutOf(model, dark), dark).join('\n')
        expect(looks.replace(/\x1b\[[\d;]*m/g, '')).toBe(plainText(looks))
      }),
      { numRuns: 60 },
    )
  })

  it('stays as it is until the time of its next change', () => {
    fc.assert(
      fc.property(models, (model) => {
        const drawn = (now: number) =>
          chromeRows({ ...model, now }, layoutOf({ ...model, now }, dark), dark).join('\n')
        const next = nextChromeChange(model) ?? model.now + 400 * 86_400_000
        expect(drawn(next - 1)).toBe(drawn(model.now))
      }),
      { numRuns: 60 },
    )
  })

  it('needs nobody to wake up for a session in which nothing runs and all is old', () => {
    const model = modelOf(scenes.merged, { columns: 120, rows: 40 })
    expect(nextChromeChange({ ...model, now: NOON + 86_400_000 })).toBeNull()
    expect(nextChromeChange(modelOf(scenes.running, { columns: 80, rows: 24 }))).toBe(NOON + 1000)
  })

  it('names every stream, or says how many more there are', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `s${index}x`)
    const session = readySession([Object.fromEntries(ids.map((id) => [id, {}]))])
    const textAt = (columns: number, rows: number): string => {
      const model = modelOf({ session, ui: { focus: 's7x' } }, { columns, rows })
      return chromeRows(model, layoutOf(model, dark), dark).map(plainText).join('\n')
    }
    expect(ids.filter((id) => !textAt(200, 50).includes(id))).toEqual([])
    expect(textAt(80, 24)).toMatch(/… \d+ more: \d+ ready/)
    expect(textAt(40, 12)).toMatch(/ \+\d+ more/)
  })

  it('fits places that were made for an older session', () => {
    const model = modelOf(scenes.running, { columns: 100, rows: 30 })
    const size = { columns: 100, rows: 30 }
    const shape = { size, focus: 'gone', zoom: false, attention: [], headHeight: () => 9 }
    const places = layout({ ...shape, panes: ['orchestrator', 'gone', 'telemetry'] })
    const rows = chromeRows(model, places, dark).toSpliced(places.prompt.y, 1)
    expect(rows.map(cellWidth)).toEqual(Array(29).fill(100))
  })
})
