import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loginSign, programVersion } from '../../source/runtime/agent-facts.ts'
import { freshPath } from '../helpers/repo.ts'

function programThat(text: string): string {
  const path = freshPath('program')
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o700)
  return path
}
const PATH = process.env.PATH ?? ''

describe('the version of a program', () => {
  test.each([
    ['echo "2.1.332 (Claude Code)"', '2.1.332'],
    ['echo codex-cli 0.99.0-alpha.2', '0.99.0-alpha.2'],
    ['echo no idea', null],
    ['echo 1.2.3; exit 1', null],
  ])('%s is %j', async (text, version) => {
    expect(await programVersion(programThat(text), PATH)).toBe(version)
  })

  test('is asked without anything of the person, in a home that is gone afterwards', async () => {
    const seen = freshPath('seen')
    process.env.DEMO_TOKEN = 'not for you'
    await programVersion(programThat(`env > ${seen}; touch $HOME/x; echo 1.0`), PATH)
    delete process.env.DEMO_TOKEN
    const env = readFileSync(seen, 'utf8')
    expect(env).not.toContain('DEMO_TOKEN')
    const home = /^HOME=(.*)$/m.exec(env)?.[1] as string
    expect(home).not.toBe(process.env.HOME)
    expect(existsSync(home)).toBe(false)
  })

  test('of a program that is not there is nothing', async () => {
    expect(await programVersion('/no/such/program', PATH)).toBe(null)
  })
})

describe('a sign of a login', () => {
  const login = {
    env: ['DEMO_KEY'],
    files: [{ folder: 'DEMO_HOME', otherwise: '.demo', name: 'auth.json' }],
    how: '',
  }

  test('is a variable, a file where one is kept, or the folder that a variable names', async () => {
    const home = freshPath('home')
    mkdirSync(join(home, '.demo'), { recursive: true })
    expect(await loginSign(login, { HOME: home })).toBe(null)
    expect(await loginSign(login, { HOME: home, DEMO_KEY: '' })).toBe(null)
    expect(await loginSign(login, { HOME: home, DEMO_KEY: 'x' })).toBe('DEMO_KEY')
    const file = join(home, '.demo', 'auth.json')
    writeFileSync(file, 'secret', { mode: 0o000 })
    expect(await loginSign(login, { HOME: home })).toBe(file)
    expect(await loginSign(login, { HOME: '/nowhere', DEMO_HOME: join(home, '.demo') })).toBe(file)
  })

  test('is no empty file and no folder', async () => {
    const home = freshPath('home')
    mkdirSync(join(home, '.demo', 'auth.json'), { recursive: true })
    expect(await loginSign(login, { HOME: home })).toBe(null)
  })
})
