import type { HostMessage } from '../../../source/model/message.ts'
import type { PaneView } from '../../../source/model/screen.ts'
import { connectTo, type Rig } from '../../helpers/host.ts'
import { within } from '../../helpers/within.ts'

/** A client with a screen: what each of its panes shows, and when it shows something. */
export async function look(rig: Rig, ...panes: (string | Partial<PaneView>)[]) {
  return lookAs({}, rig, ...panes)
}

/** The same in an environment of its own. */
export async function lookAs(env: NodeJS.ProcessEnv, rig: Rig, ...panes: (string | Partial<PaneView>)[]) {
  const client = await connectTo(rig.places, env)
  const screen = new Map<string, string[]>()
  const looks: (() => void)[] = []
  client.listen((message: HostMessage) => {
    if (message.type !== 'rows') return
    const rows = (screen.get(message.pane) ?? []).slice(message.shift)
    for (const [place, row] of message.changed) rows[place] = row.text
    screen.set(message.pane, rows.slice(0, message.count))
    for (const each of looks.splice(0)) each()
  })
  const shows = async (pane: string, text: string) => {
    const isThere = () => screen.get(pane)?.some((row) => row.includes(text)) ?? false
    const waiting = async () => {
      while (!isThere()) await new Promise<void>((resolve) => looks.push(resolve))
    }
    await within(waiting(), () => `'${text}' in ${pane}, but it shows:\n${screen.get(pane)?.join('\n')}`)
  }
  const wanted = panes.map((pane) => ({
    ...{ pane: '', columns: 100, rows: 30, anchor: null },
    ...(typeof pane === 'string' ? { pane } : pane),
  }))
  client.send({ type: 'view', generation: 1, panes: wanted })
  return { client, screen, shows }
}
