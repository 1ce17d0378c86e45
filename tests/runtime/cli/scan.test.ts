import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, program } from '../../helpers/host.ts'
import { freshPath, makeRepo } from '../../helpers/repo.ts'
import { createPick, tokenKinds } from '../../helpers/secrets.ts'

const token = tokenKinds.find(({ code }) => code === 'github-token')?.make(createPick(3)) as string
const line = `token = "${token}"\n`
const query = `def find(db, name):\n    return db.execute("SELECT * FROM t WHERE name = '" + name + "'")\n`

const codesIn = (out: string): string[] =>
  JSON.parse(out).findings.map(({ file, code }: { file: string; code: string }) => `${file} ${code}`)

test('a folder that is no repository: every file, said as a compiler would, never the secret itself', async () => {
  const folder = freshPath('folder')
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, 'a.py'), line + query)
  writeFileSync(join(folder, 'node_modules/b.py'), line)
  const { exit, out } = await cli('scan', '--cwd', folder)
  expect(exit).toBe(3)
  expect(out).toContain('a.py:1:10: error secrets/github-token: token = "ghp_…(github-token)"')
  expect(out).toMatch(/a\.py:3:\d+: error sql-injection\/sql-concatenation: /)
  expect(out).toMatch(/2 to mend, 0 to look at in 1 file, 1 kB\.\n$/)
  expect(out).not.toContain(token)
  expect(await cli('scan', '--staged', '--cwd', folder)).toMatchObject({ exit: 2 })
  expect(await cli('scan', 'gone.py', '--cwd', folder)).toMatchObject({
    exit: 1,
    err: 'There is no gone.py.\n',
  })
})

test('what is staged is read from the index, a change by its lines, the history whole', async () => {
  const repo = makeRepo({ files: { 'old.txt': line, '.gitignore': 'ignored.txt\n' } })
  const scan = async (...args: string[]) =>
    codesIn((await cli('scan', '--json', '--cwd', repo.root, ...args)).out)
  repo.git('checkout', '-qb', 'work')
  repo.write({ 'staged.txt': line, 'ignored.txt': line })
  repo.git('add', 'staged.txt')
  repo.write({ 'staged.txt': 'clean again\n', 'old.txt': `${line}more\n` })
  expect(await scan('--staged')).toEqual(['staged.txt github-token'])
  expect(await scan()).toEqual(['old.txt github-token'])
  expect(await scan('ignored.txt')).toEqual(['ignored.txt github-token'])
  expect(await scan('--diff', 'main')).toEqual([])
  repo.write({ 'old.txt': `${line}more\n${line}` })
  expect(await scan('--diff', 'main')).toEqual(['old.txt github-token'])
  repo.git('rm', '-qf', '--cached', 'staged.txt')
  repo.commit({ 'old.txt': 'clean\n' })
  expect(await scan()).toEqual([])
  expect(await scan('--history')).toContain('old.txt github-token')
})

test('an allow-list lets a finding stay and names what nothing needs; SARIF is a document of its own', async () => {
  const repo = makeRepo({
    files: { 'a.txt': line, 'b.txt': `x = "${token}" # br-allow: github-token an example\n` },
  })
  repo.write({ '.br-allow': 'github-token a.txt an example\njwt c.txt gone\n' })
  const { exit, out } = await cli('scan', '--cwd', repo.root)
  expect([exit, out]).toEqual([
    0,
    expect.stringContaining('.br-allow:2:1: warning allow-list/unused-allowance'),
  ])
  expect(out).toContain(', 2 allowed in ')
  const { out: sarif } = await cli('scan', '--sarif', '--cwd', repo.root)
  expect(JSON.parse(sarif)).toMatchObject({ version: '2.1.0', runs: [{ results: [{ level: 'warning' }] }] })
})

test('the hook, installed by the program, lets no secret into a commit and everything else', async () => {
  const repo = makeRepo()
  const here = { cwd: repo.root }
  expect(await program(['hook', 'status'], here)).toMatchObject({
    exit: 0,
    out: expect.stringContaining('No hook'),
  })
  expect(await program(['hook', 'install'], here)).toMatchObject({ exit: 0 })
  expect(() => repo.commit({ 'a.txt': line })).toThrow(/secrets\/github-token[\s\S]*Nothing was committed/)
  repo.commit({ 'a.txt': 'clean\n' })
  expect(await program(['hook', 'uninstall'], here)).toMatchObject({ exit: 0 })
  repo.commit({ 'a.txt': line })
})
