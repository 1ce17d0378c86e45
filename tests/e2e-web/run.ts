import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * `npm run e2e:web`: the page in a real Chromium. It installs nothing: it takes the browser that `BR_E2E_CHROME` names,
 * or one on the PATH, and says so when there is none.
 */
const chrome = process.env.BR_E2E_CHROME ?? onPath()
if (chrome === null) {
  console.log(
    'SKIPPED: there is no Chromium here. Install one, or name it with BR_E2E_CHROME=/path/to/chromium.',
  )
  process.exit(0)
}
console.log(`Chromium: ${chrome}`)
const root = join(import.meta.dirname, '../..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const child = spawn(
  process.execPath,
  [vitest, 'run', '--config', 'tests/e2e-web/vitest.config.ts', ...process.argv.slice(2)],
  {
    ...{ cwd: root, stdio: 'inherit' },
    env: { ...process.env, BR_E2E_CHROME: chrome },
  },
)
const [code] = await once(child, 'exit')
process.exit(code ?? 1)

function onPath(): string | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
