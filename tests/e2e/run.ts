import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { install } from './install.ts'

/**
 * `npm run e2e:agents`: the agents themselves, as their makers publish them, against a model server of our own. They
 * run with an environment that holds nothing of this machine's, and, where the system lets us, in a network of their own
 * in which there is nothing but loopback. `BR_E2E_CLIS` may name a folder where they are installed already.
 */
// Not below /tmp: Codex lets its commands write there, and what it is kept from would not be seen.
const base = realpathSync(mkdtempSync('/var/tmp/br-e2e-'))
process.on('exit', () => rmSync(base, { recursive: true, force: true, maxRetries: 3 }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

process.exit(await runTests(install(process.env.BR_E2E_CLIS ?? join(base, 'clis'))))

async function runTests(bin: string): Promise<number> {
  for (const name of ['home', 's', 'tmp']) mkdirSync(join(base, name), { mode: 0o700 })
  const root = join(import.meta.dirname, '../..')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const argv = [
    process.execPath,
    vitest,
    'run',
    '--config',
    'tests/e2e/vitest.config.ts',
    ...process.argv.slice(2),
  ]
  const [program = '', ...args] = [...onlyLoopback(), ...argv]
  const child = spawn(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: {
      PATH: [bin, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(
        ':',
      ),
      HOME: join(base, 'home'),
      TMPDIR: join(base, 'tmp'),
      XDG_RUNTIME_DIR: join(base, 's'),
      LANG: 'C.UTF-8',
      TERM: process.env.TERM ?? 'xterm',
    },
  })
  const [code] = await once(child, 'exit')
  return code ?? 1
}

/** A command before another, which has no network but loopback then; nothing where that cannot be had. */
function onlyLoopback(): string[] {
  const inside = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
  for (const unshare of [
    ['unshare', '--net'],
    ['unshare', '--net', '--map-root-user'],
  ]) {
    const wrapped = [...unshare, ...inside]
    if (works([...wrapped, 'true'])) return wrapped
  }
  console.log('No network of its own can be had here: what asks another place is seen at the proxy only.')
  return []
}

function works([program = '', ...args]: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
