import { VERSION } from './host/version.ts'

const OLDEST_NODE = [22, 15] as const

await start(process.argv.slice(2))

/** argv → one of: the version, a worker, a host, or a command. Each loads only what it needs. */
async function start(args: string[]): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(
      `br-tui needs Node ${OLDEST_NODE.join('.')} or newer, this is ${process.versions.node}. Install one from https://nodejs.org`,
    )
    process.exitCode = 1
    return
  }
  const [first, second] = args
  if (first === '--version' || first === '-V') return console.log(VERSION)
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  if (first?.startsWith('__')) (await import('./runtime/own-crash.ts')).maskCrash()
  if (first === '__worker')
    return (await import('./runtime/worker/worker-process.ts')).awaitRun(process.stdin)
  if (first === '__terminal')
    return (await import('./runtime/terminal/terminal-process.ts')).runTerminal(process.stdin)
  if (first === '__host' && second) return (await import('./cli/host.ts')).runHost(second)
  if (first === undefined || (first === '--cwd' && args.length === 2)) {
    const exit = await (await import('./cli/open-quickly.ts')).openQuickly(second)
    if (exit !== null) {
      process.exitCode = exit
      return
    }
  }
  // Whoever reads our output may have read enough (`| head`): what a command does, it does to its end all the same.
  if (!process.stdout.isTTY) process.stdout.on('error', unlessPipeIsClosed)
  process.exitCode = await (await import('./cli/program.ts')).runProgram(args)
}

function unlessPipeIsClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
