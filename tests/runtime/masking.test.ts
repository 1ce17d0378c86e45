import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import xterm from '@xterm/headless'
import fc from 'fast-check'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { printJson } from '../../source/cli/print.ts'
import { startLoop } from '../../source/host/loop.ts'
import type { Event } from '../../source/model/event.ts'
import { openHistory } from '../../source/runtime/history.ts'
import { openStore } from '../../source/runtime/store.ts'
import { frameOf } from '../../source/runtime/transcript/frame.ts'
import { createMasker } from '../../source/runtime/worker/mask.ts'
import { createOutputFilter } from '../../source/runtime/worker/output-filter.ts'
import { layout } from '../../source/ui/layout.ts'
import { bodyRows } from '../../source/ui/present/body-rows.ts'
import { createCompositor } from '../../source/ui/terminal/compositor.ts'
import { makeTheme } from '../../source/ui/theme.ts'
import { anyColour, anySecret, cut, leaksIn, paint } from '../helpers/leaks.ts'
import { freshPath, value } from '../helpers/repo.ts'
import { AT, readySession } from '../helpers/session.ts'
import { openTranscriptRig } from './transcript/transcript-rig.ts'

/**
 * Any secret, any cut into chunks, any colours: the ways of text through the real code. The filter alone has its own
 * test of 10,000 cases (`worker/output-filter.test.ts`); here are the ways behind it.
 */
const known = ['a value', 'that only the environment', 'knows'].join(' ')
const masker = createMasker([known])
const someSecret = fc.oneof(
  { weight: 19, arbitrary: anySecret },
  { weight: 1, arbitrary: fc.constant({ code: 'secret', text: known, secret: known }) },
)

const anyPrint = fc.record({
  found: someSecret,
  colours: fc.array(fc.tuple(fc.nat(400), anyColour), { maxLength: 3 }),
  before: fc.constantFrom('', '', 'done\n', 'ü€😀 ', '\x1b[32mgreen ', '10%\r', 'a\tb '),
})

describe('what an agent prints', () => {
  test('shows no secret in its log, nor on the screen', async () => {
    const size = { columns: 90, rows: 60 }
    const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true })
    afterAll(() => terminal.dispose())
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPrint, { minLength: 20, maxLength: 20 }),
        fc.array(fc.nat(9000), { maxLength: 12 }),
        fc.array(fc.nat(12), { maxLength: 4 }),
        async (prints, places, flushes) => {
          const secrets = prints.map(({ found }) => found.secret)
          const text = prints
            .map(({ found, colours, before }) => `${before}${paint(found.text, colours)}\n`)
            .join('')
          const log = filteredInto(text, places, flushes)
          expect(leaksIn(log, secrets)).toEqual([])
          const rig = openTranscriptRig()
          rig.print('run', log)
          const bytes = painted(rig, size)
          expect(leaksIn(bytes, secrets)).toEqual([])
          expect(bytes).toContain('…(')
          await new Promise<void>((resolve) => terminal.write(`\x1bc${bytes}`, resolve))
          expect(leaksIn(seen(terminal), secrets)).toEqual([])
        },
      ),
      { numRuns: 250 },
    )
  }, 60_000)

  test('comes through as it is where it holds no secret', () => {
    const word = fc.constantFrom(
      ...[
        'all',
        'tests',
        'passed',
        '42',
        'src/app/main.ts:12:3',
        'über',
        '日本',
        '😀',
        '{"a": [1, 2]}',
        '$x',
        '→',
      ],
      ...[
        '\x1b[32mok\x1b[0m',
        'https://example.org/a?b=c#d',
        '0x7fff',
        '3f2a9c1',
        'v1.2.3-rc.1',
        "it's",
        '100 %',
      ],
    )
    const anyLine = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 12 }).map((lines) => lines.map((line) => `${line}\n`).join('')),
        fc.array(fc.nat(900), { maxLength: 12 }),
        (text, places) => {
          expect(filteredInto(text, places, [])).toBe(text)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

function filteredInto(text: string, places: number[], flushes: number[]): string {
  const filter = createOutputFilter(masker)
  const out = cut(Buffer.from(text), places).map((piece, index) => {
    // What it gives is good until the next push only.
    const ready = Buffer.from(filter.push(piece))
    return flushes.includes(index) ? [ready, filter.flush()] : [ready]
  })
  return Buffer.concat([...out.flat(), filter.end()]).toString()
}

/** What the screen writes to the terminal for this pane. */
function painted(
  { parts }: ReturnType<typeof openTranscriptRig>,
  size: { columns: number; rows: number },
): string {
  const panes = ['alpha']
  const place = layout({ size, panes, focus: 'alpha', zoom: true, attention: panes, headHeight: () => 0 })
  const compositor = createCompositor(size)
  compositor.resize(size)
  compositor.setChrome(Array(size.rows).fill(''), place, null)
  const [pane] = place.panes
  if (!pane) throw new Error('the pane has no place')
  const { width, height } = pane.body
  const { rows } = frameOf(parts, { columns: pane.columns, rows: height, anchor: null })
  const theme = makeTheme('dark', { unicode: true })
  compositor.setBody('alpha', bodyRows(rows, { width, height, theme, find: null }))
  return compositor.frame()
}

function seen({ buffer: { active }, rows }: xterm.Terminal): string {
  return Array.from({ length: rows }, (_, y) => active.getLine(y)?.translateToString(true) ?? '').join('\n')
}

/** Events with words of others in them; `texts` gives the next of them. */
const eventsWith = (text: string): Event[] => [
  { type: 'noticed', at: AT, about: 'alpha', text, tone: 'info' },
  { type: 'decision-recorded', at: AT, by: 'alpha', text },
  { type: 'message-left', at: AT, stream: 'alpha', text },
  { type: 'stream-blocked', at: AT, stream: 'beta', reason: text, needs: text, by: 'you' },
  { type: 'stream-not-prepared', at: AT, stream: 'gamma', detail: text },
  { type: 'repair-requested', at: AT, stream: 'alpha', failure: text, by: 'you' },
]

describe('what becomes a part of the session', () => {
  test('holds no secret in the db, the history, nor in what clients are told', async () => {
    const folder = freshPath('session')
    mkdirSync(folder)
    const [db, history] = [join(folder, 'session.json'), join(folder, 'events.jsonl')]
    const past = await openHistory(history)
    let told = ''
    const loop = startLoop({
      store: value(await openStore(db)),
      history: past,
      mask: masker.mask,
      runEffect: async () => {},
      onWritten: (events, session) => {
        told += JSON.stringify([events, session.notes.slice(-8)])
      },
      onTrouble: (why) => {
        throw new Error(why)
      },
    })
    await fc.assert(
      fc.asyncProperty(fc.array(someSecret, { minLength: 10, maxLength: 10 }), async (found) => {
        const session = readySession([{ alpha: {}, beta: {}, gamma: {} }])
        const [{ text: title = '' } = {}] = found
        const plan = { ...session.plan, title }
        loop.dispatch({ type: 'session-opened', at: AT, session: { ...session, plan } })
        const secrets = found.map(({ secret }) => secret)
        told = ''
        loop.dispatch(...found.flatMap(({ text }) => eventsWith(text)))
        await loop.idle()
        expect(leaksIn(readFileSync(db, 'utf8'), secrets)).toEqual([])
        expect(leaksIn(readFileSync(history, 'utf8').slice(-100_000), secrets)).toEqual([])
        expect(leaksIn(told, secrets)).toEqual([])
        expect(told).toContain('decision-recorded')
      }),
      { numRuns: 40 },
    )
    await past.close()
  }, 60_000)

  test('keeps what others find it by', () => {
    const session = readySession([{ alpha: {} }])
    expect(JSON.stringify(session)).toContain(session.repo.root)
    const kept: Event[] = []
    const loop = startLoop({
      store: { session, events: 0, write: async () => {} },
      history: { append: async (events) => void kept.push(...events), turnOver: async () => {} },
      mask: () => '…(secret)',
      runEffect: async () => {},
      onWritten: () => {},
      onTrouble: () => {},
    })
    const event: Event = {
      ...{ type: 'stream-prepared', at: AT, stream: 'alpha', path: '/srv/alpha' },
      ...{ base: 'b'.repeat(40), head: 'c'.repeat(40), notes: ['words'] },
    }
    expect(loop.dispatch(event)).toEqual([{ ...event, notes: ['…(secret)'] }])
  })
})

describe('a document for programs', () => {
  test('holds no secret, is JSON, and has its paths and ids as they are', () => {
    let out = ''
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out = String(text)
      return true
    })
    const exact = {
      id: 'a-1',
      file: 'src/token.ts',
      path: '/srv/build/secret=folder',
      files: ['api_key: x1Y2z3A4b5C6'],
    }
    try {
      fc.assert(
        fc.property(
          fc.array(anySecret, { minLength: 4, maxLength: 4 }),
          fc.constantFrom(0, 2),
          (found, indent) => {
            const texts = found.map(({ text }) => text)
            printJson(
              { ...exact, message: texts[0], nested: [{ detail: texts[1], list: texts.slice(2) }] },
              indent,
            )
            expect(
              leaksIn(
                out,
                found.map(({ secret }) => secret),
              ),
            ).toEqual([])
            expect(JSON.parse(out)).toMatchObject(exact)
          },
        ),
        { numRuns: 400 },
      )
    } finally {
      spy.mockRestore()
    }
  })
})
