import { writeSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { basename, resolve } from 'node:path'
import { locateRepository } from '../runtime/git/locate.ts'
import { placesOf } from '../runtime/places.ts'
import { ENTER_SCREEN, LEAVE_SCREEN } from '../ui/terminal/screen-mode.ts'
import { askPicture } from './ask-picture.ts'
import type { ExitCode } from './print.ts'

/**
 * `br-tui` where a host is at work already, which is what coming back mostly is: the screen is entered before what
 * draws it is even loaded, so that a person sees at once that something happens. Null: it takes the long way.
 */
export async function openQuickly(cwd: string | undefined): Promise<ExitCode | null> {
  const { env, stdin, stdout } = process
  if (!stdin.isTTY || !stdout.isTTY || env.TERM === 'dumb') return null
  const located = await locateRepository(resolve(cwd ?? '.'))
  if (!located) return null
  const places = placesOf({ env, commonDir: located.commonDir })
  const door = await knock(places.socket)
  if (!door) return null
  const { root } = located
  writeSync(1, `${ENTER_SCREEN} br-tui  ${basename(root).replace(/[^\x20-\x7e]/g, '?')}`)
  const release = guardScreen()
  const picture = await askPicture(door, env, [stdout.columns, stdout.rows])
  if (picture) writeSync(1, picture)
  const { openRunning } = await import('./open-running.ts')
  const exit = await openRunning({ places, root, isOpen: true }, release)
  door.destroy()
  if (exit === null) {
    release()
    writeSync(1, LEAVE_SCREEN)
  }
  return exit
}

/** A host that does not answer is waited for, and somebody may lose patience: then too the terminal is given back. */
function guardScreen(): () => void {
  const leave = () => writeSync(1, LEAVE_SCREEN)
  const end = () => process.exit(1)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  process.on('exit', leave)
  for (const signal of signals) process.on(signal, end)
  return () => {
    process.off('exit', leave)
    for (const signal of signals) process.off(signal, end)
  }
}

/** Whether somebody listens there. */
function knock(path: string): Promise<Socket | null> {
  return new Promise((settle) => {
    const socket = createConnection(path)
    socket.once('connect', () => settle(socket))
    socket.once('error', () => settle(null))
  })
}
