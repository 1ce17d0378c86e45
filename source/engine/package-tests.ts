import { z } from 'zod'
import { packageManager } from './package-managers.ts'
import { pick, withWhatTheyRun } from './script-names.ts'
import type { TestTool } from './test-tool.ts'
import { workspaceGlobs } from './workspace-globs.ts'

/** The scripts of the package at the top. */
export const packageScripts: TestTool = {
  name: 'npm, pnpm, yarn, bun',
  find: ({ names, texts }) => {
    const scripts = scriptsOf(texts['package.json'])
    const picked = pick(Object.keys(scripts), ':')
    if (!picked) return null
    const { run } = packageManager(names)
    const command = (name: string) =>
      name === 'test' || run === 'bun run' ? `${run} ${name}` : `${run} run ${name}`
    return {
      file: 'package.json',
      smoke: command(picked.smoke),
      full: command(picked.full),
      scripts: withWhatTheyRun([picked.smoke, picked.full], scripts),
    }
  },
}

/** A repository of several packages whose top says nothing itself: the tests of each that has some. */
export const workspaceScripts: TestTool = {
  name: 'workspaces of npm, pnpm, yarn, bun',
  find: ({ names, texts, packages = {} }) => {
    if (workspaceGlobs(texts).length === 0) return null
    const tested = Object.entries(packages).flatMap(([folder, text]) => {
      const { test } = scriptsOf(text)
      return test === undefined ? [] : [`(${folder}) test: ${test}`]
    })
    if (tested.length === 0) return null
    return { file: 'package.json', smoke: everywhere(names), scripts: tested }
  },
}

/** Those without such a script are passed over, except by yarn 1, which has no way to. */
function everywhere(names: string[]): string {
  const { run } = packageManager(names)
  if (run === 'pnpm') return 'pnpm -r test'
  if (run === 'bun run') return "bun run --filter '*' test"
  if (run === 'npm') return 'npm test --workspaces --if-present'
  // Only yarn 2 and later have that file.
  return names.includes('.yarnrc.yml') ? 'yarn workspaces foreach -A run test' : 'yarn workspaces run test'
}

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()).optional() })

/** Without the one that npm writes into every new package. */
function scriptsOf(text = ''): Record<string, string> {
  try {
    const { scripts = {} } = packageSchema.parse(JSON.parse(text))
    return Object.fromEntries(Object.entries(scripts).filter(([, run]) => !run.includes('no test specified')))
  } catch {
    return {}
  }
}
