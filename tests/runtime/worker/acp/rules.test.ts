import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { permissionsSchema } from '../../../../source/model/permissions.ts'
import { launchWorker } from '../../../../source/runtime/worker/launch-worker.ts'
import { runPaths } from '../../../../source/runtime/worker/run-paths.ts'
import { exists } from '../../../helpers/loop-agents.ts'
import { freshPath } from '../../../helpers/repo.ts'
import { endOf, logOf, program } from '../worker-rig.ts'
import { asked, makeAcpRun, startAcp } from './acp-rig.ts'

const run = (command: string | string[], more = {}) => ({
  ask: { title: 'Shell', kind: 'execute', rawInput: { command, ...more } },
})
const edit = (path: string) => ({ ask: { title: 'Edit', kind: 'edit', locations: [{ path }] } })
const rules = (allow: object, deny: object = {}) => ({
  permissions: permissionsSchema.parse({ allow, deny }),
})

describe("a person's rules", () => {
  test('answer while nobody is there to be asked, and the log says by which rule', async () => {
    const made = await makeAcpRun(
      { turns: [[run('npm test -- -x'), { write: { 'a.txt': 'x' } }]] },
      { acp: rules({ run: ['npm test **'] }) },
    )
    await launchWorker({ dir: made.dir, program })
    await exists(runPaths(made.dir).exit)
    expect(logOf(made)).toContain("▲ allowed by your rule 'npm test **': execute npm test -- -x")
    expect(logOf(made)).toContain('answered Shell: allow\n')
    expect(existsSync(join(made.repo.root, 'a.txt'))).toBe(true)
  })

  test('deny, and the agent is told why once, however often it tries', async () => {
    const { run: made, host } = await startAcp(
      { turns: [[run('git push')], [run('git push')]] },
      { acp: rules({ run: ['**'] }, { run: ['git push **'] }) },
    )
    expect(await endOf(made, host)).toMatchObject({ kind: 'finished' })
    const log = logOf(made)
    expect(log.match(/answered Shell: reject/g)).toHaveLength(2)
    expect(
      log.match(/> You asked: execute git push\. The answer is no, by the rule 'git push \*\*'/g),
    ).toHaveLength(1)
    expect(host.messages.some(({ type }) => type === 'asked')).toBe(false)
  })

  test.each([
    ['a command behind an operator', run('npm test; rm -rf x')],
    ['a command in another folder', run('npm test', { cwd: '/' })],
    ['a file outside of the workspace', edit('/etc/hosts')],
    ['a file of git', edit('.git/config')],
    ['a file through a link', edit('link/x.md')],
    ['a link in place of a file', edit('docs/link.md')],
    ['a thing that is neither', { ask: { title: 'Fetch', kind: 'fetch', rawInput: { url: 'x' } } }],
  ])('leave %s to a person', async (_, step) => {
    const gate = freshPath('go')
    const { run: made, host } = await startAcp(
      { turns: [[{ wait: gate }, step]] },
      { acp: rules({ run: ['npm test **'], edit: ['**'] }) },
    )
    mkdirSync(join(made.repo.root, 'docs'))
    symlinkSync('/tmp', join(made.repo.root, 'link'))
    symlinkSync('/etc/hosts', join(made.repo.root, 'docs/link.md'))
    mkdirSync(gate)
    expect(await asked(host)).toMatchObject({ id: 'ask-1' })
  })

  test('allow a change of a file that they name', async () => {
    const { run: made, host } = await startAcp(
      { turns: [[edit('docs/new/a.md')]] },
      { acp: rules({ edit: ['docs/**'] }) },
    )
    expect(await endOf(made, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(made)).toContain("▲ allowed by your rule 'docs/**': edit docs/new/a.md")
  })

  test('hold for files that are written through us', async () => {
    const { run: made, host } = await startAcp(
      {
        turns: [
          [{ fsWrite: { path: 'ci/a.yml', content: 'x' } }, { fsWrite: { path: 'b.txt', content: 'x' } }],
        ],
      },
      { acp: rules({}, { edit: ['ci/**'] }) },
    )
    expect(await endOf(made, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(made)).toContain("may not be edited, by the rule 'ci/**'")
    expect(existsSync(join(made.repo.root, 'ci/a.yml'))).toBe(false)
    expect(existsSync(join(made.repo.root, 'b.txt'))).toBe(true)
  })

  test('know what was told of a call before, when the request only names it', async () => {
    const toolCall = {
      toolCallId: 'Shell',
      title: 'Shell',
      kind: 'execute',
      rawInput: { command: 'npm test' },
    }
    const { run: made, host } = await startAcp(
      { turns: [[{ update: { sessionUpdate: 'tool_call', ...toolCall } }, { ask: { title: 'Shell' } }]] },
      { acp: rules({ run: ['npm test'] }) },
    )
    expect(await endOf(made, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(made)).toContain("▲ allowed by your rule 'npm test'")
  })
})

describe('what is allowed for good', () => {
  test('is asked once, and only the same to the letter goes by it', async () => {
    const { run: made, host } = await startAcp({
      turns: [[run('npm test'), run('npm test'), run('npm test -- -x')]],
    })
    const first = await asked(host)
    host.tell({ type: 'answer', id: first.id, option: 'allow', text: '', remember: true })
    const second = await asked(host, 2)
    expect(second.title).toBe('execute npm test -- -x')
    expect(second.key).not.toBe(first.key)
    host.tell({ type: 'answer', id: second.id, option: 'allow', text: '' })
    expect(await endOf(made, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(made)).toContain('▲ allowed for good in this stream: execute npm test\n')

    const again = await startAcp({ turns: [[run('npm test')]] }, { acp: { allowed: [first.key as string] } })
    expect(await endOf(again.run, again.host)).toMatchObject({ kind: 'finished' })
    expect(readFileSync(runPaths(again.run.dir).log, 'utf8')).toContain('answered Shell: allow\n')
  })

  test('is not what a rule denies', async () => {
    const { run: made, host } = await startAcp({ turns: [[run('git push')]] })
    const { key } = await asked(host)
    host.send('cancel')
    await endOf(made, host)
    const again = await startAcp(
      { turns: [[run('git push')]] },
      { acp: { allowed: [key as string], ...rules({}, { run: ['git push'] }) } },
    )
    await endOf(again.run, again.host)
    expect(logOf(again.run)).toContain('answered Shell: reject\n')
  })
})
