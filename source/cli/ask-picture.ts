import type { Socket } from 'node:net'
import { VERSION } from '../host/version.ts'
import { PROTOCOL } from '../model/protocol.ts'

/** A host that has more to do is not waited for: the screen comes by itself, ms. */
const PATIENCE = 60
/** What a theme is chosen by. */
const LOOK = ['TERM', 'LANG', 'LC_ALL', 'LC_CTYPE', 'NO_COLOR', 'FORCE_COLOR', 'COLORTERM', 'COLORFGBG']

/**
 * The screen as a host that runs would draw it first, which it does sooner than the program that draws is even loaded
 * here. Messages are read by hand for the same reason. Null: it did not answer in time, or will not.
 */
export function askPicture(
  door: Socket,
  env: NodeJS.ProcessEnv,
  size: [number, number],
): Promise<string | null> {
  const [columns, rows] = size
  const look = Object.fromEntries(
    LOOK.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  )
  const hello = { type: 'hello', protocol: PROTOCOL, version: VERSION, run: env.BR_RUN || null, stream: null }
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE, null)
    let text = ''
    door.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const line = text.split('\n').find((each) => each.startsWith('{"type":"picture"'))
      if (line === undefined || !text.endsWith('\n')) return
      clearTimeout(timer)
      resolve((JSON.parse(line) as { bytes: string }).bytes)
    })
    door.once('close', () => resolve(null))
    door.write(`${JSON.stringify(hello)}\n${JSON.stringify({ type: 'picture', columns, rows, look })}\n`)
  })
}
