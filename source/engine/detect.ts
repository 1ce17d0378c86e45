import type { TestSetting } from '../model/config.ts'
import { packageManager } from './package-managers.ts'
import type { Found, RepositoryFiles } from './test-tool.ts'
import { testTools } from './test-tools.ts'

export interface Detected {
  /** Quick ones for checkpoints and all of them for merges; the same where the repository has one kind. */
  smoke: TestSetting
  full: TestSetting
  install: { command: string; lockFile: string } | null
  /** What of the repository those commands run, for a person to trust: `package.json test: vitest run`. */
  scripts: string[]
}

const NOT_CONFIGURED: TestSetting = { source: 'not-configured', command: null }

export const NOTHING_DETECTED: Detected = {
  ...{ smoke: NOT_CONFIGURED, full: NOT_CONFIGURED },
  install: null,
  scripts: [],
}

/** What a repository's own files say of how it is installed and tested. Only from a commit, never from a worktree. */
export function detect(files: RepositoryFiles): Detected {
  const manager = packageManager(files.names)
  const hasPackage = 'package.json' in files.texts
  const install =
    hasPackage && files.names.includes(manager.lockFile)
      ? { command: manager.command, lockFile: manager.lockFile }
      : null
  const found = firstFound(files)
  if (!found) return { ...NOTHING_DETECTED, install }
  const { file, smoke, full = smoke, scripts = [] } = found
  const setting = (command: string): TestSetting => ({ source: 'detected', command, from: file })
  return {
    smoke: setting(smoke),
    full: setting(full),
    install,
    scripts: scripts.map((each) => `${file} ${each}`),
  }
}

function firstFound(files: RepositoryFiles): Found | null {
  for (const tool of testTools) {
    const found = tool.find(files)
    if (found) return found
  }
  return null
}
