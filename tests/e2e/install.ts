import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { agents } from '../../source/agents/index.ts'

/**
 * Scripts without which a package is a placeholder for the program that lies beside it: they link it, and fetch
 * nothing.
 */
const LINKS: Record<string, string> = {
  '@anthropic-ai/claude-code': 'install.cjs',
  'opencode-ai': 'postinstall.mjs',
}

/** Installs every agent that a record names packages of, and returns the folder of their programs. */
export function install(folder: string): string {
  const modules = join(folder, 'node_modules')
  for (const { name, tried } of agents) {
    if (!tried) continue
    const missing = Object.keys(tried.packages).filter((each) => !existsSync(join(modules, each)))
    if (missing.length === 0) continue
    try {
      mkdirSync(folder, { recursive: true })
      const packages = missing.map((each) => `${each}@${tried.packages[each]}`)
      console.log(`Installing ${packages.join(' and ')} …`)
      npmInstall(folder, packages)
      for (const each of missing) link(join(modules, each), LINKS[each])
    } catch (error) {
      console.log(`${name} cannot be installed here: ${String(error).split('\n')[0]}`)
    }
  }
  return join(modules, '.bin')
}

function npmInstall(folder: string, packages: string[]): void {
  if (!existsSync(join(folder, 'package.json')))
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages]
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 })
}

function link(cwd: string, script: string | undefined): void {
  if (script === undefined) return
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: cwd }
  execFileSync(process.execPath, [script], { cwd, env, stdio: 'ignore', timeout: 60_000 })
}
