import type { Terminal, Wanted } from '../../helpers/terminal.ts'
import { ms, type Row, times } from '../measure.ts'
import { percentile } from './percentile.ts'
import { type Session, startBareNode } from './subjects.ts'

const ROUNDS = 15
/** The prompt is painted with the rest of the screen, and last. */
const WHOLE = / orchestrator › /

/** From the start of the program to the first word, and to the whole screen but the text in it; the host runs already. */
export async function firstPaint(session: Session): Promise<Row[]> {
  const taken: { bare: number[]; word: number[]; whole: number[] } = { bare: [], word: [], whole: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    taken.bare.push(...(await paint(startBareNode, /\S/)))
    const [word, whole] = await paint(session.startClient, /\S/, WHOLE)
    taken.word.push(word as number)
    taken.whole.push(whole as number)
  }
  const least = percentile(taken.bare, 0.5)
  const row = (what: string, all: number[], goal: string): Row => {
    const ours = percentile(all, 0.5)
    const how = `${ms(ours)} ÷ ${ms(least)} (bare Node, one word)`
    return { what, result: times(ours / least), goal, how }
  }
  return [
    row('first word, host running', taken.word, '-'),
    row('first paint of the whole chrome, host running', taken.whole, '-'),
  ]
}

/** ms until each is there. */
async function paint(start: () => Terminal, ...wanted: Wanted[]): Promise<number[]> {
  const begun = performance.now()
  const terminal = start()
  const taken: number[] = []
  for (const each of wanted) {
    await terminal.waitFor(each)
    taken.push(performance.now() - begun)
  }
  await terminal.end()
  return taken
}
