import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureLandClone, ensureWorkClone } from '../../../source/runtime/git/clones.ts'
import { git } from '../../../source/runtime/git/git.ts'
import { guardConfig } from '../../../source/runtime/git/guard-config.ts'
import { at, freshPath, makeRepo, value } from '../../helpers/repo.ts'

const setUp = (repo = makeRepo()) => ({
  repo,
  request: { source: repo.root, path: freshPath('clone.git'), base: repo.git('rev-parse', 'HEAD') },
})

describe('ensureWorkClone', () => {
  test('makes a bare clone that shares nothing and is safe against power cuts', async () => {
    const { request } = setUp()
    value(await ensureWorkClone(request))
    const clone = at(request.path)
    expect(clone.git('rev-parse', '--is-bare-repository')).toBe('true')
    expect(existsSync(join(request.path, 'objects/info/alternates'))).toBe(false)
    expect(clone.git('config', 'core.fsync')).toBe('all')
    expect(clone.git('config', 'gc.auto')).toBe('0')
    expect(clone.git('config', 'maintenance.auto')).toBe('false')
  })

  test('brings identity, signing, line endings and excludes along, also from a conditional include', async () => {
    const { repo, request } = setUp()
    const extra = freshPath('extra.config')
    writeFileSync(extra, '[user]\n\tname = "At \\"Work\\" \\\\ 工"\n[gpg "ssh"]\n\tprogram = sign-it\n')
    repo.git('config', `includeIf.gitdir:${repo.root}/.path`, extra)
    repo.git('config', 'commit.gpgsign', 'false')
    repo.git('config', 'core.autocrlf', 'input')
    repo.git('config', 'core.excludesFile', 'my-ignores')
    repo.write({ '.git/info/exclude': 'private/\n' })
    value(await ensureWorkClone(request))
    const clone = at(request.path)
    expect(clone.git('config', 'user.name')).toBe('At "Work" \\ 工')
    expect(clone.git('config', 'user.email')).toBe('ada@example.com')
    expect(clone.git('config', 'gpg.ssh.program')).toBe('sign-it')
    expect(clone.git('config', 'core.autocrlf')).toBe('input')
    expect(clone.git('config', 'core.excludesFile')).toBe(join(repo.root, 'my-ignores'))
    expect(readFileSync(join(request.path, 'info/exclude'), 'utf8')).toBe('private/\n')
  })

  test('refuses a push to the user from inside', async () => {
    const { request } = setUp()
    value(await ensureWorkClone(request))
    expect(() => at(request.path).git('push', 'origin', 'main:evil')).toThrow(/pushing-is-disabled/)
  })

  test('leaves out the br/ refs of an earlier session', async () => {
    const { repo, request } = setUp()
    repo.git('branch', 'br/plan/stream/a')
    repo.git('tag', 'br/plan/checkpoint-1')
    repo.git('tag', 'v1')
    value(await ensureWorkClone(request))
    expect(at(request.path).git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/tags/v1')
  })

  test('a second call keeps the clone and brings in a newer base', async () => {
    const { repo, request } = setUp()
    value(await ensureWorkClone(request))
    const inode = statSync(join(request.path, 'config')).ino
    const newer = repo.commit({ new: 'x' })
    expect(value(await ensureWorkClone({ ...request, base: newer })).notes).toEqual([])
    expect(at(request.path).git('cat-file', '-t', newer)).toBe('commit')
    expect(statSync(join(request.path, 'config')).ino).toBe(inode)
  })

  test('a clone that a crash left half made is made again', async () => {
    const { request } = setUp()
    mkdirSync(`${request.path}.making`)
    writeFileSync(`${request.path}.making/HEAD`, 'torn')
    value(await ensureWorkClone(request))
    expect(existsSync(`${request.path}.making`)).toBe(false)
    expect(at(request.path).git('cat-file', '-t', request.base)).toBe('commit')
  })

  test('says so when the base is nowhere', async () => {
    const { request } = setUp()
    const result = await ensureWorkClone({ ...request, base: '1'.repeat(40) })
    expect(!result.ok && result.error.message).toMatch(/could not be brought in/)
  })

  test('a SHA-256 repository stays one', async () => {
    const root = freshPath('sha256')
    mkdirSync(root)
    const repo = at(root)
    repo.git('init', '--quiet', '--object-format=sha256')
    repo.git('config', 'user.name', 'Ada')
    repo.git('config', 'user.email', 'ada@example.com')
    const base = repo.commit({ x: 'y' })
    expect(base).toHaveLength(64)
    const request = { source: root, path: freshPath('clone.git'), base }
    value(await ensureWorkClone(request))
    expect(at(request.path).git('cat-file', '-t', base)).toBe('commit')
  })
})

describe('ensureLandClone', () => {
  test('takes how to merge from the base, since plumbing reads no .gitattributes', async () => {
    const attributes = '# c\n*.md merge=union text\n*.bin binary\n*.txt eol=lf\n'
    const { request } = setUp(makeRepo({ files: { '.gitattributes': attributes } }))
    value(await ensureLandClone(request))
    expect(readFileSync(join(request.path, 'info/attributes'), 'utf8')).toBe(
      '*.md merge=union\n*.bin -merge\n',
    )
  })
})

describe('guardConfig', () => {
  test('puts back a config, attributes and worktree config that an agent wrote, and says so once', async () => {
    const { request } = setUp()
    const { path } = request
    value(await ensureWorkClone(request))
    const before = readFileSync(join(path, 'config'), 'utf8')
    expect(await guardConfig(path)).toBe(false)

    at(path).git('config', 'filter.evil.clean', 'touch /tmp/evil')
    at(path).git('config', 'extensions.worktreeConfig', 'true')
    writeFileSync(join(path, 'info/attributes'), '* filter=evil\n')
    writeFileSync(join(path, 'config.worktree'), '[core]\n\tworktree = /\n')
    expect(await guardConfig(path)).toBe(true)
    expect(readFileSync(join(path, 'config'), 'utf8')).toBe(before)
    expect(existsSync(join(path, 'info/attributes'))).toBe(false)
    expect(existsSync(join(path, 'config.worktree'))).toBe(false)
    expect(await guardConfig(path)).toBe(false)
  })

  test('puts back a config that was deleted or replaced by a folder', async () => {
    const { request } = setUp()
    value(await ensureWorkClone(request))
    const config = join(request.path, 'config')
    rmSync(config)
    mkdirSync(config)
    expect(await guardConfig(request.path)).toBe(true)
    expect(value(await git(request.path, ['config', 'core.bare'])).stdout).toBe('true\n')
  })
})
