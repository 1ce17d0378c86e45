import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPaneViews } from '../../../source/host/pane-views.ts'
import type { HostMessage } from '../../../source/model/message.ts'
import { ORCHESTRATOR, type PaneView, type Row } from '../../../source/model/screen.ts'
import { frameOf } from '../../../source/runtime/transcript/frame.ts'
import { openTranscriptRig } from '../transcript/transcript-rig.ts'

type Rows = Extract<HostMessage, { type: 'rows' }>

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Panes of a host, and a client that does with rows what a client does. */
function rig() {
  const panes = new Map<string, ReturnType<typeof openTranscriptRig>>()
  const pane = (name: string) => {
    const known = panes.get(name) ?? openTranscriptRig()
    panes.set(name, known)
    return known
  }
  const sent: Rows[] = []
  const found: Extract<HostMessage, { type: 'found' }>[] = []
  const screen = new Map<string, Row[]>()
  let unread = 0
  const views = createPaneViews({
    transcriptOf: (name) => panes.get(name)?.transcript ?? null,
    terminalOf: () => null,
    scrollTerminal: () => {},
    send: (message) => {
      if (message.type === 'found') found.push(message)
      if (message.type !== 'rows') return
      sent.push(message)
      const rows = (screen.get(message.pane) ?? []).slice(message.shift)
      for (const [place, row] of message.changed) rows[place] = row
      screen.set(message.pane, rows.slice(0, message.count))
    },
    together: (work) => work(),
    unread: () => unread,
  })
  const print = (name: string, text: string) => {
    pane(name).print('run', text)
    views.changed(name)
  }
  const take = () => sent.splice(0)
  const view = (generation: number, ...wanted: (Partial<PaneView> & { pane: string })[]) => {
    const seen = wanted.map((each) => ({ columns: 20, rows: 3, anchor: null, ...each }))
    if (generation !== 0) views.view({ type: 'view', generation, panes: seen })
  }
  const lines = (name: string) => (screen.get(name) ?? []).map(({ text }) => text)
  return {
    views,
    pane,
    print,
    view,
    take,
    lines,
    screen,
    found,
    setUnread: (bytes: number) => (unread = bytes),
  }
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('rows', () => {
  test('of every pane come with a new generation, whole', () => {
    const { pane, view, take, lines } = rig()
    pane('a').print('run', 'one\ntwo\n')
    view(1, { pane: 'a' }, { pane: ORCHESTRATOR })
    const [first, second] = take()
    expect(first).toMatchObject({ generation: 1, pane: 'a', anchor: null, shift: 0, count: 2, below: 0 })
    expect(second).toMatchObject({ pane: ORCHESTRATOR, count: 0, changed: [], top: null })
    expect(lines('a')).toEqual(['one', 'two'])
    view(2, { pane: 'a' })
    expect(take()[0]?.changed).toHaveLength(2)
    view(2, { pane: 'a' })
    expect(take()).toEqual([])
  })

  test('come at once after a while of nothing, then thirty times a second, then no more', async () => {
    const { print, view, take, lines } = rig()
    view(1, { pane: 'a' })
    take()
    await pass(100)
    print('a', 'one\n')
    await pass(0)
    expect(take()).toHaveLength(1)
    for (let count = 0; count < 100; count++) {
      print('a', `${count}\n`)
      await pass(10)
    }
    const frames = take().length
    expect(frames).toBeGreaterThan(25)
    expect(frames).toBeLessThanOrEqual(31)
    await pass(40)
    expect(lines('a')).toEqual(['97', '98', '99'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('are only those that changed: what moves up is said as that', async () => {
    const { print, view, take } = rig()
    view(1, { pane: 'a' })
    print('a', 'one\ntwo\nthree\n')
    await pass(40)
    take()
    print('a', 'four\n')
    await pass(40)
    expect(take()).toMatchObject([{ shift: 1, changed: [[2, { text: 'four' }]], count: 3 }])
  })

  test('do not come where nothing changed', async () => {
    const { views, print, view, take } = rig()
    view(1, { pane: 'a' })
    print('a', 'one\n')
    await pass(40)
    take()
    views.changed('a')
    views.changed('another')
    await pass(40)
    expect(take()).toEqual([])
  })

  test('of panes beside the focused one come ten times a second while many change', async () => {
    const { print, view, take } = rig()
    const names = ['a', 'b', 'c', 'd', 'e']
    view(1, ...names.map((pane) => ({ pane })))
    take()
    for (let count = 0; count < 100; count++) {
      for (const name of names) print(name, `${count}\n`)
      await pass(10)
    }
    const counts = Object.groupBy(take(), ({ pane }) => pane)
    expect(counts.a?.length).toBeGreaterThan(25)
    expect(counts.e?.length).toBeGreaterThan(7)
    expect(counts.e?.length).toBeLessThanOrEqual(12)
  })

  test('of a pane beside the focused one come soon once it prints no more, while others go on', async () => {
    const { print, view, take, lines } = rig()
    const names = ['a', 'b', 'c', 'd', 'e']
    view(1, ...names.map((pane) => ({ pane })))
    for (let last = 20; last < 40; last++) {
      for (let count = 0; count < last; count++) {
        for (const name of names) print(name, `${count}\n`)
        await pass(10)
      }
      take()
      for (let count = 0; count < 6; count++) {
        print('a', 'more\n')
        await pass(10)
      }
      expect(lines('e').at(-1)).toBe(`${last - 1}`)
    }
  })

  test('of the last that is printed come 20 ms after it, wherever the thirty frames a second stand', async () => {
    const { print, view, take } = rig()
    view(1, { pane: 'a' })
    for (let wait = 0; wait < 33; wait++) {
      await pass(100)
      print('a', 'one\n')
      await pass(wait)
      print('a', 'the last\n')
      take()
      await pass(Math.min(20, 33 - wait))
      expect(take()).toHaveLength(1)
    }
    await pass(100)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('are thirty a second at most, however what is printed falls between them', async () => {
    const { print, view, take } = rig()
    view(1, { pane: 'a' })
    for (let gap = 21; gap < 40; gap++) {
      await pass(200)
      take()
      for (let time = 0; time < 3000; time += gap) {
        print('a', `${time}\n`)
        await pass(gap)
      }
      // The first one, and one that has come before its time.
      expect(take().length).toBeLessThanOrEqual((3000 + gap) / 33 + 2)
    }
  })

  test('wait for a client that does not read, and are then the newest', async () => {
    const { views, print, view, take, lines, setUnread } = rig()
    view(1, { pane: 'a' })
    take()
    setUnread(70_000)
    for (let count = 0; count < 50; count++) {
      print('a', `${count}\n`)
      await pass(40)
    }
    expect(take()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    setUnread(0)
    views.drained()
    await pass(40)
    expect(take()).toHaveLength(1)
    expect(lines('a')).toEqual(['47', '48', '49'])
  })
})

describe('a pane that was scrolled', () => {
  const text = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join('')

  test('stands still while text is added, and says how much lies below', async () => {
    const { views, print, view, take, lines } = rig()
    view(1, { pane: 'a' })
    print('a', text)
    await pass(40)
    views.scroll({ type: 'scroll', pane: 'a', move: -5 })
    expect(lines('a')).toEqual(['line 12', 'line 13', 'line 14'])
    expect(take().at(-1)).toMatchObject({ below: 5, anchor: { part: 'run', row: 0 } })
    print('a', 'one more\n')
    await pass(40)
    expect(lines('a')).toEqual(['line 12', 'line 13', 'line 14'])
    expect(take()).toMatchObject([{ below: 6, shift: 0, changed: [] }])
    views.scroll({ type: 'scroll', pane: 'a', move: 'end' })
    expect(lines('a')).toEqual(['line 18', 'line 19', 'one more'])
    expect(take()).toMatchObject([{ below: 0, anchor: null }])
  })

  test('stays where it is when the screen gets another size, whatever the client knew of it', async () => {
    const { views, print, view, take, lines } = rig()
    view(1, { pane: 'a' })
    print('a', text)
    await pass(40)
    views.scroll({ type: 'scroll', pane: 'a', move: 'start' })
    take()
    view(2, { pane: 'a', columns: 10, rows: 2 })
    expect(lines('a')).toEqual(['line 0', 'line 1'])
  })

  test('is where a client left it that comes again', async () => {
    const { print, pane, view, take } = rig()
    print('a', text)
    await pass(40)
    const anchor = frameOf(pane('a').parts, { columns: 20, rows: 10, anchor: null }).anchors[0] ?? null
    view(1, { pane: 'a', anchor })
    expect(take()).toMatchObject([{ top: anchor, anchor }])
  })
})

test('what is found is in view, with some of what comes before it', async () => {
  vi.useRealTimers()
  const { views, pane, view, lines, found } = rig()
  pane('a').print('run', Array.from({ length: 50 }, (_, index) => `line ${index}\n`).join(''))
  view(1, { pane: 'a' })
  const sought = { type: 'search', pane: 'a', from: null, direction: 'up' } as const
  views.search({ ...sought, request: 1, text: 'LINE 7' })
  await vi.waitUntil(() => found.length === 1)
  expect(lines('a')).toEqual(['line 6', 'line 7', 'line 8'])
  expect(found[0]).toMatchObject({ request: 1, anchor: { part: 'run' } })
  views.search({ ...sought, request: 2, text: 'nowhere' })
  await vi.waitUntil(() => found.length === 2)
  expect(found[1]).toMatchObject({ request: 2, anchor: null })
  expect(lines('a')).toEqual(['line 6', 'line 7', 'line 8'])
})

test('rows applied in order are what the window shows, whatever happens', async () => {
  const happening = fc.oneof(
    fc.record({ kind: fc.constant('print' as const), count: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ kind: fc.constant('note' as const) }),
    fc.record({ kind: fc.constant('scroll' as const), move: fc.integer({ min: -9, max: 9 }) }),
    fc.record({ kind: fc.constant('size' as const), columns: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ kind: fc.constant('pass' as const), time: fc.integer({ min: 0, max: 80 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
      const { views, pane, print, view, screen, take } = rig()
      let generation = 1
      let columns = 20
      view(generation, { pane: 'a' })
      for (const each of happenings) {
        if (each.kind === 'print') print('a', 'some words of a line\n'.repeat(each.count))
        else if (each.kind === 'scroll') views.scroll({ type: 'scroll', pane: 'a', move: each.move })
        else if (each.kind === 'pass') await pass(each.time)
        else if (each.kind === 'note') {
          pane('a').note('a note in between')
          views.changed('a')
        } else {
          columns = each.columns
          generation += 1
          screen.delete('a')
          view(generation, { pane: 'a', columns })
        }
      }
      await pass(40)
      const { anchor, top } = take().at(-1) as Rows
      const frame = frameOf(pane('a').parts, { columns, rows: 3, anchor })
      expect(screen.get('a') ?? []).toEqual(frame.rows)
      expect(top).toEqual(frame.anchors[0] ?? null)
    }),
  )
})
