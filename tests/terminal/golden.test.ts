import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { ToldAgent } from '../helpers/loop-agents.ts'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import type { Size } from '../helpers/terminal-emulator.ts'
import { isReady, say, timeless } from './look.ts'

/** Runs of the whole; each begins where the one before has left the screen. Beside other load they are fewer. */
const SEEDS = 100
const ACTIONS = 8
const LONGEST = 30_000
/** Every so many runs the screen is not only drawn anew but also made anew, from what the host says: that takes longer. */
const MADE_ANEW = 5
/** How often is looked whether the screen has settled, ms; an Escape alone counts as a key after 30. */
const LOOK = 20
const CALM_LOOKS = 4

let screen: Terminal
let agents: ToldAgent[]
/** All that has a part in what the screen shows: the client, its host, agents and the workers between. */
let chain: number[]

beforeAll(async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {}, Gamma: {} }))
  screen = here.open({ columns: 100, rows: 30 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  agents = await Promise.all(['alpha', 'beta'].map((stream) => here.stage.next(stream)))
  const host = (await here.status()).host?.pid as number
  const ends = [screen.pid, host]
  chain = [...ends, ...agents.flatMap(({ pid }) => upTo(ends, pid))]
})

test(`up to ${SEEDS} times at random: the screen that was drawn piece by piece is the one that is drawn anew`, {
  timeout: 60_000,
}, async () => {
  const begun = performance.now()
  for (let seed = 1; seed <= SEEDS && performance.now() - begun < LONGEST; seed += 1) {
    const [acts = []] = fc.sample(fc.array(action, { minLength: ACTIONS, maxLength: ACTIONS }), {
      seed,
      numRuns: 1,
    })
    for (const [index, act] of acts.entries()) {
      agents[index % 2]?.print(output(seed, index))
      act(screen)
      // Some come while the one before is still drawn.
      if (index % 4 === 0) await someFrame()
    }
    await settled()
    const [drawn, anew] = await aroundRedraw(seed)
    const where = `seed ${seed} at ${JSON.stringify(screen.state().size)}`
    expect(differences(drawn, anew), where).toEqual([])
    if (seed % MADE_ANEW === 0)
      expect(differences(drawn, await madeAnew()), `${where}, made anew`).toEqual([])
  }
})

type Action = (terminal: Terminal) => unknown

/** From wherever one is: nothing lies over the panes and letters are keys of that mode. A second Ctrl-C would leave. */
const inMode = (mode: 'keys' | 'typing', ...pressed: string[]) =>
  pressing('ctrl-c', 'esc', ...(mode === 'typing' ? ['i'] : []), ...pressed)

const pressing =
  (...pressed: string[]): Action =>
  (terminal) =>
    terminal.press(...pressed)

const typing =
  (text: string): Action =>
  (terminal) => {
    inMode('typing')(terminal)
    terminal.type(text)
  }

const sizes = fc.tuple(fc.integer({ min: 20, max: 220 }), fc.integer({ min: 5, max: 60 }))

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: sizes.map(
      ([columns, rows]): Action =>
        () =>
          resize({ columns, rows }),
    ),
  },
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      ...['pageup', 'pagedown', 'tab', 'shift-tab', 'esc', '?', 'alt-1', 'alt-2', 'alt-3', 'alt-4'].map(
        (key) => pressing(key),
      ),
      inMode('keys', 'z'),
      inMode('keys', 'v', 'up', 'space', 'up'),
      inMode('keys', 'g'),
      inMode('keys', 'G'),
      inMode('keys', '/', 'l', 'i', 'n', 'e', 'enter'),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...['half a word ', '字e\u0301 ', '👩‍🚀 ✈️', 'שלום'].map(typing),
      (terminal: Terminal) => terminal.paste('one\ntwo 字\nthree'),
    ),
  },
)

/** Plain lines, colours, wide glyphs, emoji, right-to-left text, long lines. */
function output(seed: number, index: number): string {
  const line = `line ${seed}.${index}`
  const kinds = [
    `${line}\n`.repeat(8),
    `\x1b[32m${line} green\x1b[0m and \x1b[1;44mbold on blue\x1b[0m\n`,
    `${'字'.repeat(seed % 60)} ${line}\n`,
    `👩‍🚀 ✈️ 🇦🇹 e\u0301 ${line} ${'.'.repeat(seed * 3)}\n`,
    `שלום ${line} مرحبا\n`,
  ]
  return kinds[(seed + index) % kinds.length] as string
}

/** Something came to the terminal, or nothing had to. */
async function someFrame(): Promise<void> {
  const before = screen.received()
  await screen.waitFor(() => screen.received() > before, 'anything', 40).catch(() => {})
}

/** Blanks before the last change of size: the client begins with another one for it. */
let blanksBefore = 0

function resize(size: Size): void {
  blanksBefore = screen.heard().blanks
  screen.resize(size)
}

/** Nothing more comes: nothing came for a while, in which nobody of the chain had anything to do. */
async function settled(): Promise<void> {
  // None comes for a size that changed back before the client looked.
  await screen.waitFor(({ heard }) => heard().blanks > blanksBefore, 'the new size', 300).catch(() => {})
  blanksBefore = -1
  let calm = 0
  for (let before = -1; calm < CALM_LOOKS; ) {
    const isCalm = screen.received() === before && chain.every(isAsleep)
    calm = isCalm ? calm + 1 : 0
    before = screen.received()
    await new Promise((go) => setTimeout(go, LOOK))
  }
}

/**
 * Beside other load a process waits long for its turn, and is no less busy for that. Its main thread sleeps also while
 * another one does something for it, collects garbage or reads a file: so each of them counts. Where that is not told: yes.
 */
function isAsleep(pid: number): boolean {
  const tasks = `/proc/${pid}/task`
  return namesIn(tasks).every((task) => /^(S|$)/.test(statOf(`${tasks}/${task}`)[0] ?? ''))
}

/** The process and those that started it, as far as they are still there: an agent and its worker. */
function upTo(ends: number[], pid: number): number[] {
  if (pid <= 1 || ends.includes(pid)) return []
  return [pid, ...upTo(ends, Number(statOf(`/proc/${pid}`)[1] ?? 1))]
}

/** State, parent and more of a process or a thread; nothing where it has ended. */
const statOf = (path: string): string[] =>
  orEmpty(() =>
    readFileSync(`${path}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' '),
  )

const namesIn = (folder: string): string[] => orEmpty(() => readdirSync(folder))

function orEmpty(read: () => string[]): string[] {
  try {
    return read()
  } catch {
    return []
  }
}

/** The screen as it stood before everything was drawn anew, and as it is then: each is one whole frame. */
async function aroundRedraw(seed: number): Promise<[Picture, Picture]> {
  const { blanks } = screen.heard()
  let before = pictureOf(screen)
  screen.press('ctrl-l')
  await screen.waitFor(() => {
    if (screen.heard().blanks > blanks) return true
    before = pictureOf(screen)
    return false
  }, `the screen drawn anew, seed ${seed}`)
  return [before, pictureOf(screen)]
}

/** Another size and back: nothing of what the client knew of its rows is of any use after that. */
async function madeAnew(): Promise<Picture> {
  const { columns, rows } = screen.state().size
  resize({ columns: columns + 1, rows })
  await settled()
  resize({ columns, rows })
  await settled()
  return pictureOf(screen)
}

/** Row by row: its text, and every cell with its look. */
type Picture = { text: string; cells: string[] }[]

/** The emulator loses a joiner that does not come in one piece with the sign before it, so joiners are left out. */
const pictureOf = (terminal: Terminal): Picture =>
  terminal.screen().map((text, y) => ({
    text,
    cells: Array.from({ length: terminal.state().size.columns }, (_, x) =>
      JSON.stringify(terminal.cell(x, y)).replaceAll('\u200d', ''),
    ),
  }))

/** A clock or an age that ticked in between is no difference, nor is what was said in the last row until the next key. */
function differences(drawn: Picture, anew: Picture): string[] {
  return drawn.flatMap((row, y) => {
    const now = anew[y]
    const at = row.cells.findIndex((cell, x) => cell !== now?.cells[x])
    if (at === -1) return []
    const hasTicked = row.text !== now?.text && `${timeless([row.text])}` === `${timeless([now?.text ?? ''])}`
    const isSaid = row.text !== now?.text && y === drawn.length - 1
    if (hasTicked || isSaid) return []
    return [`row ${y} from ${at}:\n${row.text}\n${now?.text}\n${row.cells[at]}\n${now?.cells[at]}`]
  })
}
