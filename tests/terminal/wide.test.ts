import { beforeAll, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo, type ScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isReady, promptRow, say } from './look.ts'

let here: ScreenRepo
let screen: Terminal

beforeAll(async () => {
  const plan = planText({
    漢字の流れ: { tasks: ['漢字を書く', 'עברית'] },
    'Émile 👩‍🚀': {},
    שלום: { tasks: ['🇦🇹 ✈️'] },
  })
  here = await openScreenRepo(plan)
  screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  const agents = await Promise.all([1, 2, 3].map(() => here.stage.next()))
  for (const agent of agents)
    for (const text of [
      '字'.repeat(100),
      `${'👩‍🚀'.repeat(20)}${'🇦🇹'.repeat(20)} ✈️ ❤️ ☎ ⚠`,
      'שלום עולם مرحبا بالعالم'.repeat(4),
      `e${'\u0301'.repeat(30)} zalgo \u200b\u200d\ufeff \u202eright to left\u202c`,
      'ｆｕｌｌ　ｗｉｄｔｈ ﷽ 𝕏 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
      `${'a'.repeat(73)}字字字`,
      'the end of it',
    ])
      agent.print(`${text}\n`)
  await screen.waitFor(({ text }) => text().split('the end of it').length > 2, 'the output')
})

const SIZES = [
  [120, 40],
  [80, 24],
  [97, 31],
  [200, 50],
  [40, 12],
] as const

test.each(SIZES)('%ix%i: every frame is closed on both sides in every row', async (columns, rows) => {
  screen.resize({ columns, rows })
  for (const [key, typed] of [
    ['alt-1', 'decide 漢字'],
    ['alt-2', '👩‍🚀 ✈️ שלום '],
    ['alt-3', '長'.repeat(columns)],
  ] as const) {
    await screen
      .press(key)
      .type(typed)
      .waitFor((now) => isDrawn(now, columns, rows), 'the screen of this size')
    const first = String.fromCodePoint(typed.codePointAt(0) as number)
    await screen
      .press('ctrl-c')
      .waitFor((now) => !promptRow(now).includes(first) && isDrawn(now, columns, rows), 'the line cleared')
  }
})

const isDrawn = (terminal: Terminal, columns: number, rows: number) =>
  brokenFrames(terminal).length === 0 &&
  terminal.screen().length === rows &&
  terminal.state().size.columns === columns

/** Corners from which no unbroken side leads down to a corner. */
function brokenFrames(terminal: Terminal): string[] {
  const { columns, rows } = terminal.state().size
  const at = (x: number, y: number) => (y < rows ? terminal.cell(x, y).text : '')
  const broken: string[] = []
  let corners = 0
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      if (!/^[┌┏┐┓]$/.test(at(x, y))) continue
      corners += 1
      let below = y + 1
      while (/^[│┃]$/.test(at(x, below))) below += 1
      if (!/^[└┗┘┛]$/.test(at(x, below))) broken.push(`the side from ${x}, ${y} breaks off at row ${below}`)
    }
  }
  return corners > 0 && corners % 2 === 0 ? broken : [...broken, `${corners} corners`]
}
