import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findingSchema } from '../../../source/model/finding.ts'
import { cli, placesFor } from '../../helpers/host.ts'
import { at, freshPath, makeRepo, type Repo } from '../../helpers/repo.ts'

const PLAN = `# Orders

### Phase 1: All - PARALLEL

#### Stream A: Store (1 day)
**Files:**
- \`src/store.ts\`
- \`tests/store.test.ts\`

**Work:**
- [x] Save orders in \`src/save.ts\`
- [ ] Load orders
`

const gaps = async ({ root }: Repo, ...args: string[]) => {
  const { exit, out, err } = await cli('gaps', ...args, '--json', '--cwd', root)
  const { findings, scanned } = JSON.parse(out)
  return { exit, err, scanned, found: findings.map(findingSchema.parse.bind(findingSchema)).map(told) }
}

const told = ({
  severity,
  code,
  file,
  line,
}: {
  severity: string
  code: string
  file: string
  line: number
}) => `${file}:${line} ${severity} ${code}`

const repoWith = (files: Record<string, string>): Repo => {
  const repo = makeRepo({ files: { 'README.md': 'hello\n', '.gitignore': '.env\nbuilt/\n', ...files } })
  placesFor(repo)
  return repo
}

/** Put together here, so that none stands in a file. */
const TOKEN = ['ghp', '_', 'a8Kd72nQpL0xWv', '5TzRb1YcM3sHjE', '9uFgIo'].join('')

describe('br-tui gaps', () => {
  it('finds what is ticked and not there, and takes back nothing when it is', async () => {
    const repo = repoWith({ 'PLAN.md': PLAN, 'src/store.ts': 'export function load(id: string) {}\n' })
    expect(await gaps(repo, 'PLAN.md')).toMatchObject({
      exit: 3,
      err: '',
      found: [
        'PLAN.md:11 error tick-without-file',
        'src/store.ts:1 warning empty-body',
        'PLAN.md:5 info test-missing',
      ],
      scanned: { plans: 1, tasks: 2, ticked: 1, untold: 0, files: 1 },
    })
    // Not committed: the working tree is what counts.
    repo.write({
      'src/save.ts': 'export const save = 1\n',
      'src/store.ts': 'export const load = 1\n',
      'tests/store.test.ts': 'check()\n',
    })
    expect(await gaps(repo, 'PLAN.md')).toMatchObject({ exit: 0, found: [], scanned: { files: 3 } })
  })

  it('sees a committed file that was deleted since, and one that git ignores', async () => {
    const plan = PLAN.replace('src/store.ts', 'built/store.js').replace('tests/store.test.ts', 'src/gone.ts')
    const repo = repoWith({ 'PLAN.md': plan, 'src/save.ts': 'let a = 1\n', 'src/gone.ts': 'let a = 1\n' })
    repo.write({ 'built/store.js': 'let a = 1\n' })
    rmSync(join(repo.root, 'src/gone.ts'))
    expect((await gaps(repo, 'PLAN.md')).found).toEqual(['PLAN.md:5 info file-missing'])
  })

  it('finds the plans of a repository by itself, not those of its tests', async () => {
    const repo = repoWith({ 'docs/build-plan.md': PLAN, 'tests/fixtures/plan.md': PLAN })
    expect(await gaps(repo)).toMatchObject({
      exit: 3,
      found: [
        'docs/build-plan.md:11 error tick-without-file',
        'docs/build-plan.md:5 info file-missing',
        'docs/build-plan.md:5 info test-missing',
      ],
      scanned: { plans: 1 },
    })
  })

  it('finds a committed .env, and one that was taken out again', async () => {
    const repo = repoWith({ '.env.example': 'PORT=\n' })
    repo.write({ 'a/.env': 'PORT=1\n' })
    repo.git('add', '--force', 'a/.env')
    repo.git('commit', '--quiet', '--message', 'all')
    repo.git('rm', '--quiet', '--cached', 'a/.env')
    repo.git('commit', '--quiet', '--message', 'oops')
    const { exit, found, err } = await gaps(repo)
    expect([exit, found]).toEqual([3, ['a/.env:0 error env-in-history']])
    expect(err).toContain('No plan was found.')
    repo.git('add', '--force', 'a/.env')
    expect((await gaps(repo)).found).toEqual(['a/.env:0 error env-committed'])
  })

  it('finds an .env that only a merge brought, and one that came and went on a branch that is gone', async () => {
    const repo = repoWith({ 'a.txt': 'a\n' })
    const onSide = (does: () => void) => {
      repo.git('checkout', '--quiet', '-b', 'side')
      does()
      repo.git('checkout', '--quiet', 'main')
      repo.git('merge', '--quiet', '--no-ff', '--no-commit', 'side')
    }
    onSide(() => repo.commit({ 'b.txt': 'b\n' }))
    repo.write({ 'merged/.env': 'PORT=1\n' })
    repo.git('add', '--force', 'merged/.env')
    repo.git('commit', '--quiet', '--message', 'merge')
    const merge = repo.git('rev-parse', 'HEAD')
    repo.git('rm', '--quiet', 'merged/.env')
    repo.git('commit', '--quiet', '--message', 'oops')
    repo.git('branch', '--delete', '--force', 'side')
    let added = ''
    onSide(() => {
      repo.write({ 'side/.env': 'PORT=1\n' })
      repo.git('add', '--force', 'side/.env')
      repo.git('commit', '--quiet', '--message', 'add')
      added = repo.git('rev-parse', 'HEAD')
      repo.git('rm', '--quiet', 'side/.env')
      repo.git('commit', '--quiet', '--message', 'take out')
    })
    repo.git('commit', '--quiet', '--allow-empty', '--message', 'merge')
    repo.git('branch', '--delete', '--force', 'side')
    const { out } = await cli('gaps', '--cwd', repo.root)
    expect(out).toContain(`merged/.env, since ${merge.trim().slice(0, 12)}`)
    expect(out).toContain(`side/.env, since ${added.trim().slice(0, 12)}`)
  })

  it('finds an .env that nothing keeps from being committed', async () => {
    const repo = repoWith({ '.gitignore': 'dist/\n' })
    expect(await gaps(repo)).toMatchObject({ exit: 0, found: ['.gitignore:0 info env-not-ignored'] })
    repo.write({ '.env': 'PORT=1\n' })
    expect(await gaps(repo)).toMatchObject({ exit: 0, found: ['.env:0 warning env-not-ignored'] })
  })

  it('finds a secret that is in the history alone, once, and shows it to nobody', async () => {
    const repo = repoWith({ 'deploy.sh': `export T=${TOKEN}\n` })
    repo.commit({ 'deploy.sh': `export T=${TOKEN}\necho more\n` })
    repo.commit({ 'deploy.sh': 'echo clean\n' })
    const { exit, out } = await cli('gaps', '--cwd', repo.root)
    expect(exit).toBe(3)
    expect(out.match(/secrets\/github-token/g)).toHaveLength(1)
    expect(out).not.toContain(TOKEN)
    expect(out).toContain('It is in the history, not in the file any more.')
    // A person who has dealt with it says so.
    repo.write({ '.br-allow': 'github-token deploy.sh revoked long ago\n' })
    expect(await gaps(repo)).toMatchObject({ exit: 0, found: [] })
  })

  it('lets stay what the allow-list or a word beside it lets stay', async () => {
    const repo = repoWith({
      'PLAN.md': PLAN,
      'src/save.ts': 'let a = 1 // TODO: more\n',
      'src/store.ts': 'let a = 1 // TODO: more br-allow: todo-comment planned for May\n',
      'tests/store.test.ts': 'check()\n',
    })
    expect((await gaps(repo, 'PLAN.md')).found).toEqual(['src/save.ts:1 warning todo-comment'])
    repo.write({ '.br-allow': 'todo-comment src/save.ts planned for June\n' })
    expect((await gaps(repo, 'PLAN.md')).found).toEqual([])
  })

  it('says what is wrong with what it is given', async () => {
    const repo = repoWith({ 'notes.md': 'Only words.\n' })
    expect(await cli('gaps', 'none.md', '--cwd', repo.root)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('There is no plan none.md.'),
    })
    expect(await cli('gaps', 'notes.md', '--cwd', repo.root)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('notes.md:1:1: error no-phases'),
    })
    expect(await cli('gaps', '--cwd', freshPath(''))).toMatchObject({
      exit: 1,
      err: expect.stringContaining('Here is no git repository.'),
    })
  })

  const real = join(import.meta.dirname, '../../../../shared/plans/build-4e.md')

  it.skipIf(!existsSync(real))(
    'tells of the real plan, in a repository without a commit, what is to come',
    async () => {
      const root = freshPath('')
      const repo = at(root)
      repo.git('init', '--quiet')
      repo.write({ 'BUILD.md': readFileSync(real, 'utf8'), '.gitignore': '.env\n' })
      placesFor(repo)
      const { exit, found, scanned } = await gaps(repo)
      expect(exit).toBe(0)
      expect(found.filter((each: string) => !/ info (?:file|test|doc)-missing$/.test(each))).toEqual([])
      expect(found.filter((each: string) => each.endsWith('test-missing'))).toHaveLength(3)
      expect(scanned).toMatchObject({ plans: 1, ticked: 0, files: 0 })
    },
  )
})
