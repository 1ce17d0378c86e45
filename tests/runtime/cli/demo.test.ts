import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { at, freshPath } from '../../helpers/repo.ts'

const program = fileURLToPath(new URL('../../../source/cli.ts', import.meta.url))

/** Without what a surrounding br-tui, or the runner of these tests, tells its own processes. */
const environment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(BR_|GIT_|NODE_|VITEST)/.test(name)))

function demo(dir: string, { home, path }: { home?: string; path?: string } = {}) {
  const env = {
    ...environment(),
    ...(home === undefined ? {} : { BR_HOME: home }),
    ...(path === undefined ? {} : { PATH: path }),
  }
  const options = { env, encoding: 'utf8', timeout: 170_000 } as const
  return spawnSync(process.execPath, [program, 'demo', dir], options)
}

describe('the demo', () => {
  test('shows a conflict, a decision and a failing test on the way to a merged branch', {
    timeout: 180_000,
  }, () => {
    const dir = freshPath('it is a demo')
    const { status, stdout, stderr } = demo(dir)
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(stdout).toContain('⚠ tables was left out: src/index.js conflicts with wrapping.')
    expect(stdout).toContain('Decision by titles, shared with every worker')
    expect(stdout).toMatch(/✕ wrapping was left out: the tests fail with .*indent refuses to work on nothing/)
    expect(stdout).not.toMatch(/^ {2}✕/m)

    // What it says of itself is held against git here once more.
    const { git } = at(dir)
    const integration = 'br/pocket-text/integration'
    expect(git('status', '--porcelain', '--branch')).toBe('## main')
    expect(git('show', `${integration}:.br/decisions.md`)).toContain(
      'titles: Every function throws a TypeError',
    )
    const entry = git('show', `${integration}:src/index.js`)
    expect(
      entry
        .split('\n')
        .map((line) => /\{ (\w+) \}/.exec(line)?.[1])
        .sort(),
    ).toEqual([...['anchor', 'csv', 'indent', 'table', 'title', 'width', 'wrap']])
    git('checkout', '--quiet', integration)
    const tests = execFileSync(process.execPath, ['--test'], {
      cwd: dir,
      env: environment(),
      encoding: 'utf8',
    })
    expect(tests).toMatch(/^[#ℹ] fail 0$/m)
    // Its state lies beside it, where it says that it does.
    expect(existsSync(`${dir}-state`)).toBe(true)
    rmSync(`${dir}-state`, { recursive: true })
  })

  test('makes nothing in a folder that is not empty', () => {
    const dir = freshPath('mine')
    mkdirSync(dir)
    writeFileSync(join(dir, 'work.txt'), 'of a year')
    const { status, stdout, stderr } = demo(dir)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe(`${dir} is not empty. Name an empty folder, or a new one: br-tui demo DIR\n`)
    expect(readdirSync(dir)).toEqual(['work.txt'])
    expect(readdirSync(dirname(dir))).toEqual(['mine'])
  })

  test('asks for another folder when the state of an earlier demo is in the way', () => {
    const dir = freshPath('again')
    mkdirSync(`${dir}-state`)
    writeFileSync(join(`${dir}-state`, 'session.json'), '{}')
    const { status, stderr } = demo(dir)
    expect(status).toBe(1)
    expect(stderr).toContain(`${dir}-state is not empty. Remove it, or name another folder`)
    expect(existsSync(dir)).toBe(false)
  })

  test('says when the place is a file, or git is not there', () => {
    const dir = freshPath('file')
    writeFileSync(dir, '')
    expect(demo(dir)).toMatchObject({
      status: 1,
      stderr: `${dir} is a file. Name an empty folder, or a new one.\n`,
    })
    const without = freshPath('without-git')
    expect(demo(without, { path: dirname(dir), home: freshPath('home') })).toMatchObject({
      status: 1,
      stderr: 'git was not found on the PATH. Install git 2.39 or newer.\n',
    })
    expect(readdirSync(without)).toEqual([])
  })
})
