import { print } from './print.ts'

/** As Ctrl-Z does in any program; resolves when the shell lets it go on. */
export function suspend(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGCONT', () => resolve())
    process.kill(process.pid, 'SIGTSTP')
  })
}

/**
 * However this process ends, but for kill -9, the terminal is as it was. `what`: what a person is told of the rest, should
 * the screen fail. Returns how to stop watching over it.
 */
export function onEveryWayOut(screen: { leave: () => void; restore: () => void }, what: string): () => void {
  const leave = () => screen.leave()
  const crashed = (error: unknown) => {
    screen.restore()
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    print(`br-tui's screen has failed; ${what}\n${text}`)
    process.exit(1)
  }
  const exited = () => screen.restore()
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.on(signal, leave)
  process.on('uncaughtException', crashed)
  process.on('unhandledRejection', crashed)
  process.on('exit', exited)
  return () => {
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.off(signal, leave)
    process.off('uncaughtException', crashed)
    process.off('unhandledRejection', crashed)
    process.off('exit', exited)
  }
}
