import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  effectiveHooks,
  hookStatus,
  installHooks,
  type Repository,
  uninstallHooks,
  writeHooks,
} from '../../../source/runtime/git/hooks.ts'
import { aCheck, commonDirOf, HOOK_TOOLS, type HookTool } from '../../helpers/hook-tools.ts'
import { at, freshPath, makeRepo, type Repo, value } from '../../helpers/repo.ts'

const here = (repo: Repo): Repository => ({ root: repo.root, commonDir: commonDirOf(repo) })

let changes = 0
type Commit = (repo: Repo) => unknown
const commit: Commit = (repo) => repo.commit({ 'a.txt': `${changes++}\n` })

/** As a worker's agent does. */
const commitWith =
  (folder: string): Commit =>
  (repo) => {
    repo.write({ 'a.txt': `${changes++}\n` })
    repo.git('add', '--all')
    const injected = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: folder }
    const env = { ...process.env, ...injected }
    execFileSync('git', ['commit', '--quiet', '--message', 'change'], { cwd: repo.root, env, stdio: 'pipe' })
  }

/** In place of br-tui: as a hook it looks (and can be told to stop), and it can be told to install itself. */
function looker() {
  const look = aCheck('ours')
  const path = freshPath('looker.sh')
  const hooks = join(import.meta.dirname, '../../../source/runtime/git')
  const install = freshPath('install.mts')
  writeFileSync(
    install,
    `import { installHooks } from '${hooks}/hooks.ts'\nimport { locateRepository } from '${hooks}/locate.ts'\nawait installHooks(await locateRepository(process.cwd()), ['${path}'])\n`,
  )
  const text = `#!/bin/sh\nif [ "$2" = install ]; then exec '${process.execPath}' '${install}'; fi\n${look.command}\n`
  writeFileSync(path, text, { mode: 0o755 })
  return { ...look, program: [path] }
}

/** With `tool` configured in it, and both sides' checks. */
function start(tool: HookTool) {
  const repo = makeRepo()
  const theirs = aCheck('theirs')
  tool.configure(repo, theirs.command)
  return { repo, theirs, ours: looker() }
}

interface Checks {
  ours: ReturnType<typeof aCheck>
  theirs: ReturnType<typeof aCheck>
  by?: Commit
}

/** Both run at a commit, and each can stop it. */
function expectBoth(repo: Repo, { ours, theirs, by = commit }: Checks): void {
  const before = [ours.ran().length, theirs.ran().length] as const
  by(repo)
  expect([ours.ran().length, theirs.ran().length]).toEqual([before[0] + 1, before[1] + 1])
  for (const one of [ours, theirs]) {
    writeFileSync(one.stop, '')
    expect(() => by(repo)).toThrow()
    rmSync(one.stop)
  }
}

const hookText = (repo: Repo) => {
  const folder = repo.git('rev-parse', '--path-format=absolute', '--git-path', 'hooks')
  return readFileSync(join(folder, 'pre-commit'), 'utf8')
}

const mentionsUs = (repo: Repo): string[] => {
  const folder = join(repo.root, '.git/hooks')
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'utf8').includes('br-tui'))
}

describe.each(HOOK_TOOLS)('$name', (tool) => {
  // Skipped where the tool is not on PATH; its layout is tested everywhere.
  const needsIt = test.skipIf(!tool.isHere)

  needsIt('theirs first: both run, each stops a commit, and afterwards theirs is as it was', async () => {
    const { repo, theirs, ours } = start(tool)
    tool.install(repo)
    const text = hookText(repo)
    expect(value(await installHooks(here(repo), ours.program)).state).toBe('installed')
    expectBoth(repo, { ours, theirs })
    await uninstallHooks(here(repo))
    expect([hookText(repo), mentionsUs(repo)]).toEqual([text, []])
  })

  needsIt(
    'theirs on top of ours: status tells whether ours runs, and installing again mends it',
    async () => {
      const { repo, theirs, ours } = start(tool)
      await installHooks(here(repo), ours.program)
      tool.install(repo)
      const text = hookText(repo)
      const status = value(await hookStatus(here(repo)))
      commit(repo)
      expect(status.state).toBe(ours.ran().length > 0 ? 'installed' : 'bypassed')
      if (status.state === 'bypassed') expect(status.detail).toMatch(/br-tui hook install/)
      expect(value(await installHooks(here(repo), ours.program)).state).toBe('installed')
      expectBoth(repo, { ours, theirs })
      await uninstallHooks(here(repo))
      expect([hookText(repo), mentionsUs(repo)]).toEqual([text, []])
    },
  )

  needsIt('theirs, ours, theirs again, ours again: both run once, and nothing of ours is left', async () => {
    const { repo, theirs, ours } = start(tool)
    tool.install(repo)
    const text = hookText(repo)
    await installHooks(here(repo), ours.program)
    tool.install(repo)
    if (value(await hookStatus(here(repo))).state === 'installed') expectBoth(repo, { ours, theirs })
    await installHooks(here(repo), ours.program)
    expectBoth(repo, { ours, theirs })
    tool.install(repo)
    await uninstallHooks(here(repo))
    expect([hookText(repo), mentionsUs(repo)]).toEqual([text, []])
    commit(repo)
  })

  needsIt('in a worker, by its environment: both run, and neither side writes into the other', async () => {
    const { repo, theirs, ours } = start(tool)
    tool.install(repo)
    const text = hookText(repo)
    const folder = freshPath('hooks')
    const previous = value(await effectiveHooks(here(repo)))
    await writeHooks(folder, { program: ours.program, previous })
    const before = readdirSync(folder)
    const by = commitWith(folder)
    expectBoth(repo, { ours, theirs, by })
    tool.change?.(repo, theirs.command)
    expectBoth(repo, { ours, theirs, by })
    expect(readdirSync(folder)).toEqual(before)
    expect(hookText(repo)).toBe(text)
  })
})

test.each(HOOK_TOOLS.filter(({ change, isHere }) => change && isHere))(
  '$name that changed puts itself in front during a commit: ours comes back, also in a worktree',
  async (tool) => {
    const { repo, theirs, ours } = start(tool)
    tool.install(repo)
    await installHooks(here(repo), ours.program)
    const path = freshPath('tree')
    repo.git('worktree', 'add', '-q', '-b', 'other', path)
    for (const folder of [repo, at(path)]) {
      tool.change?.(folder, `${theirs.command} && test ! -e ${path}-never`)
      commit(folder)
      expect(value(await hookStatus(here(repo))).state).toBe('installed')
      expectBoth(folder, { ours, theirs })
    }
  },
)

test("a person's own hook that ours kept is not lost when a tool comes on top", async () => {
  for (const tool of HOOK_TOOLS.slice(0, 2)) {
    const { repo, ours } = start(tool)
    const mine = '#!/bin/sh\n# mine\n'
    writeFileSync(join(repo.root, '.git/hooks/pre-commit'), mine, { mode: 0o755 })
    await installHooks(here(repo), ours.program)
    tool.install(repo)
    await installHooks(here(repo), ours.program)
    await uninstallHooks(here(repo))
    const aside = ['legacy', 'old'].map((end) => join(repo.root, `.git/hooks/pre-commit.${end}`))
    expect(aside.filter(existsSync).map((path) => readFileSync(path, 'utf8'))).toEqual([mine])
  }
})

test('two hooks that are neither of one tool: it is asked which, and none is overwritten', async () => {
  const { repo, ours } = start(HOOK_TOOLS[0] as HookTool)
  const hook = join(repo.root, '.git/hooks/pre-commit')
  writeFileSync(hook, '#!/bin/sh\n# first\n', { mode: 0o755 })
  await installHooks(here(repo), ours.program)
  writeFileSync(hook, '#!/bin/sh\n# second\n', { mode: 0o755 })
  expect(value(await hookStatus(here(repo)))).toMatchObject({
    state: 'bypassed',
    detail: expect.stringMatching(/before-br-tui/),
  })
  const again = await installHooks(here(repo), ours.program)
  expect(again).toMatchObject({ ok: false, error: { mend: expect.stringMatching(/Delete or rename/) } })
  await uninstallHooks(here(repo))
  expect(readFileSync(hook, 'utf8')).toContain('second')
  expect(readFileSync(`${hook}.before-br-tui`, 'utf8')).toContain('first')
})

test('a hook that another tool wrote into the folder of ours is not deleted with it', async () => {
  const { repo, ours } = start(HOOK_TOOLS[0] as HookTool)
  repo.git('config', 'core.hooksPath', '.githooks')
  await installHooks(here(repo), ours.program)
  const theirs = join(repo.root, '.git/br-tui/hooks/pre-commit')
  writeFileSync(theirs, '#!/bin/sh\n# theirs\n')
  expect(value(await hookStatus(here(repo))).state).toBe('bypassed')
  expect(await installHooks(here(repo), ours.program)).toMatchObject({ ok: false })
  await uninstallHooks(here(repo))
  expect(readdirSync(join(repo.root, '.git/br-tui/hooks'))).toEqual(['pre-commit'])
  expect(repo.git('config', '--get', 'core.hooksPath')).toBe('.githooks')
})
