import type { Terminal } from '../../helpers/terminal.ts'
import { ms, type Row, times } from '../measure.ts'
import { percentile } from './percentile.ts'
import { openBareNode, type Session } from './subjects.ts'

const ROUNDS = 9

/** From the start of the program to the first thing on the screen; the host runs already. */
export async function firstPaint(session: Session): Promise<Row[]> {
  const bare: number[] = []
  const client: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await paint(openBareNode))
    client.push(await paint(session.openClient))
  }
  const [ours, least] = [percentile(client, 0.5), percentile(bare, 0.5)]
  return [
    {
      what: 'first paint, host running',
      result: times(ours / least),
      ...{ goal: '-', how: `${ms(ours)} ÷ ${ms(least)} (bare Node, one word)` },
    },
  ]
}

async function paint(open: () => Promise<Terminal>): Promise<number> {
  const begun = performance.now()
  const terminal = await open()
  const taken = performance.now() - begun
  await terminal.end()
  return taken
}
