import { writeSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { basename, resolve } from 'node:path'
import { locateRepository } from '../runtime/git/locate.ts'
import { placesOf } from '../runtime/places.ts'
import { ENTER_SCREEN, LEAVE_SCREEN } from '../ui/terminal/screen-mode.ts'
import { askPicture } from './ask-picture.ts'
import type { ExitCode } from './print.ts'
import type { Entered } from './screen.ts'

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
  const guard = guardScreen(stdin)
  const picture = await askPicture(door, env, [stdout.columns, stdout.rows])
  if (picture) {
    writeSync(1, picture)
    guard.hold()
  }
  const { openRunning } = await import('./open-running.ts')
  const exit = await openRunning({ places, root, isOpen: true }, guard)
  door.destroy()
  if (exit === null) {
    guard.handKeys()
    guard.release()
    stdin.setRawMode(false)
    writeSync(1, LEAVE_SCREEN)
  }
  return exit
}

interface Guard extends Entered {
  /** The screen looks as if it took keys: they are kept for it, and not shown by the terminal. */
  hold: () => void
}

/** A host that does not answer is waited for, and somebody may lose patience: then too the terminal is given back. */
function guardScreen(stdin: NodeJS.ReadStream): Guard {
  const leave = () => {
    stdin.setRawMode(false)
    writeSync(1, LEAVE_SCREEN)
  }
  const end = () => process.exit(1)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const held: Buffer[] = []
  const hear = (keys: Buffer) => {
    held.push(keys)
    if (keys.includes(CTRL_C)) end()
  }
  process.on('exit', leave)
  for (const signal of signals) process.on(signal, end)
  return {
    hold: () => void stdin.setRawMode(true).on('data', hear),
    release: () => {
      process.off('exit', leave)
      for (const signal of signals) process.off(signal, end)
    },
    handKeys: () => {
      stdin.off('data', hear).pause()
      if (held.length > 0) stdin.unshift(Buffer.concat(held.splice(0)))
    },
  }
}

const CTRL_C = 3

/** Whether somebody listens there. */
function knock(path: string): Promise<Socket | null> {
  return new Promise((settle) => {
    const socket = createConnection(path)
    socket.once('connect', () => settle(socket))
    socket.once('error', () => settle(null))
  })
}
