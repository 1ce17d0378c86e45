import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runPaths } from '../../../../source/runtime/worker/run-paths.ts'
import { markedProcesses } from '../../../../source/runtime/worker/sweep.ts'
import { freshPath } from '../../../helpers/repo.ts'
import { attach, endOf, logOf } from '../worker-rig.ts'
import { asked, startAcp, talk } from './acp-rig.ts'

describe('the talk with an agent', () => {
  test('it gets its batch as a prompt, works in the workspace, and its words are in the log', async () => {
    const { run, host } = await startAcp({
      turns: [
        [
          { thought: 'I should look\nat it first. ' },
          { thought: 'Then write.' },
          { text: 'Working' },
          { text: ' on it.' },
          { write: { 'core/a.py': 'one\n' } },
          { text: 'Done.\n' },
        ],
      ],
    })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished', detail: 'It ended its turn.' })
    expect(readFileSync(join(run.repo.root, 'core/a.py'), 'utf8')).toBe('one\n')
    expect(plain(logOf(run))).toBe('· I should look at it first. Then write.\nWorking on it.Done.\n')
    expect(markedProcesses(run.run)).toEqual([])
  })

  test('the prompt is the batch, and says that the end of the turn is the end', async () => {
    const { run, host } = await startAcp({ turns: [] })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(run)).toContain('Do it')
    expect(logOf(run)).toContain('End your turn when you have finished')
    expect(logOf(run)).not.toContain('Exit with code')
  })

  test('calls are a line each, a plan is a list to tick off, and only news is printed', async () => {
    const { run, host } = await startAcp({
      turns: [
        [
          { update: plan('in_progress', 'pending') },
          { update: edit('pending') },
          { update: { ...edit('completed'), sessionUpdate: 'tool_call_update' } },
          { update: call('2', 'execute', 'Run the tests', { command: 'npm test' }) },
          { update: { sessionUpdate: 'tool_call_update', toolCallId: '2', status: 'failed' } },
          { update: plan('completed', 'pending') },
          { update: plan('completed', 'pending') },
          { update: plan('completed', 'pending', 'pending') },
          { update: { sessionUpdate: 'something_new', what: 1 } },
        ],
      ],
    })
    await endOf(run, host)
    expect(plain(logOf(run)).trimEnd().split('\n')).toEqual([
      '◐ Write it',
      '☐ Test it',
      '▸ #1 edit core/a.py +2 -1',
      '▸ #2 execute npm test',
      '✕ #2 execute npm test',
      '☑ Write it (1 of 2 done)',
      '☑ Write it',
      '☐ Test it',
      '☐ Publish it',
    ])
  })

  test('a secret in what it says is masked, also where it comes in pieces', async () => {
    const { run, host } = await startAcp(
      { turns: [[{ text: 'the key is hunter2hun' }, { text: 'ter2hunter2 ok\n' }]] },
      { env: { ...process.env, DEMO_TOKEN: 'hunter2'.repeat(3) } as Record<string, string> },
    )
    await endOf(run, host)
    expect(logOf(run)).not.toContain('hunter2')
    expect(logOf(run)).toContain('…(secret)')
  })

  test('what is said to it is its next turn', async () => {
    const gate = freshPath('go')
    const { run, host } = await startAcp({ turns: [[{ text: 'first\n' }, { wait: gate }]] })
    await host.untilOutput('first')
    host.tell({ type: 'say', text: 'use the other parser' })
    host.tell({ type: 'say', text: 'and be quick' })
    // Both are there before the turn can end: what is said on one connection comes in its order.
    host.send('pause')
    await host.until((each) => each.type === 'paused' && each.paused)
    host.send('resume')
    writeFileSync(gate, '')
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(plain(logOf(run))).toBe(
      'first\n> use the other parser\n> and be quick\nheard: use the other parser\n\nand be quick\n',
    )
  })

  test('a mode in which it asks is set before it is told anything', async () => {
    const { run, host } = await startAcp(
      { modes: ['auto', 'default'], turns: [[{ text: 'begun\n' }]] },
      { acp: { mode: 'default' } },
    )
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(plain(logOf(run))).toBe('mode default\nbegun\n')
  })
})

describe('it is not let begin', () => {
  const begin = { turns: [[{ write: { 'begun.txt': 'x' } }]] }

  test('without the mode in which it would ask', async () => {
    const { run, host } = await startAcp({ ...begin, modes: ['auto', 'plan'] }, { acp: { mode: 'default' } })
    expect(await endOf(run, host)).toMatchObject({
      kind: 'unfit',
      detail:
        "Nothing was asked of the agent: it has no mode 'default' in which it would ask; it offers auto, plan.",
    })
  })

  test.each([
    [
      'on another branch',
      { onSession: [{ git: ['checkout', '--quiet', '-b', 'elsewhere'] }] },
      'is on elsewhere and not on main',
    ],
    [
      'on no branch',
      { onSession: [{ git: ['checkout', '--quiet', '--detach'] }] },
      'is on no branch and not on main',
    ],
    [
      'at another commit',
      {
        onSession: [
          {
            git: [
              '-c',
              'user.name=A',
              '-c',
              'user.email=a@b.c',
              'commit',
              '--quiet',
              '--allow-empty',
              '-m',
              'x',
            ],
          },
        ],
      },
      'and not at',
    ],
    [
      'after it has changed a file',
      { onSession: [{ write: { 'README.md': 'mine now' } }] },
      'files of its workspace changed while it started: M README.md',
    ],
    ['in another folder', { onStart: [{ chdir: '/' }] }, 'it works in / and not in its workspace'],
    ['with another version of the protocol', { protocol: 7 }, 'it speaks version 7 of the protocol, not 1'],
  ])('%s', async (_, changes, why) => {
    const { run, host } = await startAcp({ ...begin, ...changes })
    expect(await endOf(run, host)).toMatchObject({ kind: 'unfit', detail: expect.stringContaining(why) })
    expect(existsSync(join(run.repo.root, 'begun.txt'))).toBe(false)
  })
})

describe('its session of the last try', () => {
  const resume = { sessionCapabilities: { resume: {} } }
  const begin = (script: object) =>
    startAcp({ turns: [[{ text: 'on it\n' }]], ...script }, { acp: { resume: 'earlier' } })

  test('is taken up again where the agent can, and a host is told its id', async () => {
    const { run, host } = await begin({ capabilities: resume })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished', session: 'earlier' })
    expect(plain(logOf(run))).toContain('! It goes on in its session of the last try.\non it\n')
    const told = host.messages.some((each) => each.type === 'session' && each.id === 'earlier')
    expect(told || host.messages.some((each) => each.type === 'hello' && each.session === 'earlier')).toBe(
      true,
    )
  })

  test('is loaded where it can do only that, and what is told again is not written again', async () => {
    const { run, host } = await begin({ capabilities: { loadSession: true } })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished', session: 'earlier' })
    expect(plain(logOf(run))).toBe('! It goes on in its session of the last try.\non it\n')
  })

  test('that is not there any more gives way to a fresh one', async () => {
    const gone = [{ error: { code: -32602, message: 'No such session' } }]
    const { run, host } = await begin({ capabilities: resume, onResume: gone })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished', session: 'one' })
    expect(plain(logOf(run))).toContain('cannot be taken up (No such session): it begins a fresh one.\non it')
  })

  test('gives way to a fresh one where the agent cannot', async () => {
    const { run, host } = await begin({})
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished', session: 'one' })
    expect(plain(logOf(run))).toBe('on it\n')
  })
})

describe('permission', () => {
  const ask = { ask: { title: 'Run the tests', kind: 'execute', rawInput: { command: 'npm test' } } }
  const script = { turns: [[ask, { write: { 'a.txt': 'x' } }]] }

  test('is asked in full, and given', async () => {
    const { run, host } = await startAcp(script)
    const { id, title, detail, options } = await asked(host)
    expect(title).toBe('execute npm test')
    expect(detail).toBe('Run the tests\nnpm test')
    expect(options).toEqual([
      { id: 'allow', name: 'Allow', kind: 'allow_once' },
      { id: 'allow-always', name: 'Always allow', kind: 'allow_always' },
      { id: 'reject', name: 'Reject', kind: 'reject_once' },
    ])
    host.tell({ type: 'answer', id, option: 'allow', text: '' })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(existsSync(join(run.repo.root, 'a.txt'))).toBe(true)
    expect(plain(logOf(run))).toContain(
      '▲ asks: execute npm test\n    Run the tests\n    npm test\n▲ allowed: execute npm test\n',
    )
  })

  test('is refused, and the reason is told when the turn ends', async () => {
    const { run, host } = await startAcp(script)
    host.tell({ type: 'answer', id: (await asked(host)).id, option: 'reject', text: 'they need a database' })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(existsSync(join(run.repo.root, 'a.txt'))).toBe(false)
    expect(logOf(run)).toContain('heard: You asked: execute npm test. The answer is no: they need a database')
  })

  test('waits while no host is there, and any host that comes can answer', async () => {
    const { run, host } = await startAcp(script)
    const first = await asked(host)
    if (host.connection.ok) host.connection.value.close()
    const next = await attach(run, host.ref)
    expect(next.messages[0]).toMatchObject({ type: 'hello', asks: first.id })
    expect(await asked(next)).toEqual(first)
    next.tell({ type: 'answer', id: first.id, option: 'allow', text: '' })
    expect(await endOf(run, next)).toMatchObject({ kind: 'finished' })
    expect(existsSync(join(run.repo.root, 'a.txt'))).toBe(true)
  })

  test('is asked for one thing at a time, and an answer to another one counts for nothing', async () => {
    const { run, host } = await startAcp({
      turns: [[{ together: [{ ask: { title: 'one' } }, { ask: { title: 'two' } }] }]],
    })
    const { title } = await asked(host)
    expect(host.messages.filter((each) => each.type === 'asked')).toHaveLength(1)
    host.tell({ type: 'answer', id: 'ask-2', option: 'allow', text: '' })
    host.tell({ type: 'answer', id: 'ask-1', option: 'allow', text: '' })
    const second = await asked(host, 2)
    expect([title, second.title].sort()).toEqual(['one', 'two'])
    host.tell({ type: 'answer', id: 'ask-2', option: 'nonsense', text: '' })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(run)).toContain(`answered ${second.title}: cancelled`)
  })

  test('that takes long does not count towards the time of a batch', async () => {
    const { run, host } = await startAcp(script, { timeoutSeconds: 3 })
    const { id } = await asked(host)
    await new Promise((resolve) => setTimeout(resolve, 3200))
    host.tell({ type: 'answer', id, option: 'allow', text: '' })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
  })
})

describe('how it ends', () => {
  test.each([
    ['a refusal', [{ stop: 'refusal' }], 'refused', 'refused to go on'],
    ['a turn nobody cancelled', [{ stop: 'cancelled' }], 'crashed', 'Nobody had cancelled it'],
    [
      'a missing login',
      [{ error: { code: -32000, message: 'Authentication required' } }],
      'auth',
      'not logged in',
    ],
    [
      'no way to its provider',
      [{ error: { code: -32603, message: 'fetch failed', data: { details: 'ECONNREFUSED' } } }],
      'network',
      'could not reach',
    ],
    [
      'another error',
      [{ error: { code: -32603, message: 'Internal error', data: { details: 'no such tool' } } }],
      'crashed',
      'no such tool',
    ],
    [
      'a crash',
      [{ text: 'so' }, { crash: 3 }],
      'crashed',
      'It exited with code 3 in the middle of its work.',
    ],
  ])('%s', async (_, turn, kind, detail) => {
    const { run, host } = await startAcp({ turns: [turn] })
    expect(await endOf(run, host)).toMatchObject({
      kind,
      detail: expect.stringContaining(detail),
      retryAt: null,
    })
    expect(markedProcesses(run.run)).toEqual([])
  })

  test.each([
    ['max_turn_requests', 'requests of one turn'],
    ['max_tokens', 'tokens of one turn'],
  ])('%s: it is told to go on once, and that is the end', async (stop, why) => {
    const once = await startAcp({ turns: [[{ stop }]] })
    expect(await endOf(once.run, once.host)).toMatchObject({ kind: 'finished' })
    expect(logOf(once.run)).toContain(`! It used up the ${why}. It is told to go on, once.`)
    expect(logOf(once.run)).toContain('heard: Your turn was cut short. Go on where you stopped')
    const twice = await startAcp({ turns: [[{ stop }], [{ stop }]] })
    expect(await endOf(twice.run, twice.host)).toMatchObject({
      kind: 'max-turns',
      detail: expect.stringContaining(why),
    })
  })

  test('a limit of its provider, with the time it ends', async () => {
    const data = { errorKind: 'rate_limit', resetsAt: '2126-01-01T00:00:00.000Z' }
    const { run, host } = await startAcp({
      turns: [[{ error: { code: -32603, message: 'Too many', data } }]],
    })
    // A century is nobody's limit: it is not believed.
    expect(await endOf(run, host)).toMatchObject({ kind: 'rate-limited', retryAt: null })
    const soon = Date.now() + 3_600_000
    const again = await startAcp({
      turns: [
        [
          {
            error: {
              code: -32603,
              message: 'Too many',
              data: { ...data, resetsAt: new Date(soon).toISOString() },
            },
          },
        ],
      ],
    })
    expect(await endOf(again.run, again.host)).toMatchObject({
      kind: 'rate-limited',
      retryAt: soon,
      detail: `Its provider takes no more requests for now. Until ${new Date(soon).toISOString()}`,
    })
  })

  test('a limit that is told as the good end of a turn', async () => {
    const trouble = { codex: { threadStatus: { type: 'systemError' } } }
    const { run, host } = await startAcp({
      turns: [
        [{ update: { sessionUpdate: 'session_info_update', _meta: trouble } }, { text: 'last status: 429' }],
      ],
    })
    expect(await endOf(run, host)).toMatchObject({ kind: 'rate-limited' })
  })

  test('a program that is not there', async () => {
    const { run, host } = await startAcp(
      { turns: [] },
      { start: { argv: ['no-such-agent'], script: null, acp: talk() } },
    )
    expect(await endOf(run, host)).toMatchObject({ kind: 'spawn-failed' })
  })

  test('one that speaks no protocol and ends', async () => {
    const { run, host } = await startAcp(
      { turns: [] },
      {
        start: {
          argv: ['sh', '-c', 'echo hello; echo oops >&2; exit 4'],
          script: null,
          acp: talk(),
        },
      },
    )
    expect(await endOf(run, host)).toMatchObject({
      kind: 'crashed',
      detail: expect.stringContaining('code 4'),
    })
    expect(logOf(run)).toContain('oops')
  })
})

describe('cancel', () => {
  test('is told by the protocol first, and ends the turn', async () => {
    const { run, host } = await startAcp({ turns: [[{ text: 'at it\n' }, { hang: true }]] })
    await host.untilOutput('at it')
    host.send('cancel')
    // It was not killed: it left by itself when its input ended.
    expect(await endOf(run, host)).toMatchObject({ kind: 'cancelled', signal: null })
    expect(markedProcesses(run.run)).toEqual([])
  })

  test('ends one that hears nothing', async () => {
    const { run, host } = await startAcp({ turns: [[{ text: 'at it\n' }, { deaf: true }]] })
    await host.untilOutput('at it')
    host.send('cancel')
    expect(await endOf(run, host)).toMatchObject({ kind: 'cancelled', signal: 'SIGKILL' })
    expect(markedProcesses(run.run)).toEqual([])
  })

  test.each([
    ['cancel', 'cancelled'],
    ['stop', 'cancelled'],
    ['its time', 'timed-out'],
  ] as const)(
    'by %s leaves nothing of what it started in sessions of its own, and its work',
    async (how, kind) => {
      const { run, host } = await startAcp(
        {
          turns: [[{ daemon: true }, { write: { 'half.txt': 'half' } }, { text: 'at it\n' }, { hang: true }]],
        },
        how === 'its time' ? { timeoutSeconds: 4 } : {},
      )
      await host.untilOutput('at it')
      expect(markedProcesses(run.run).length).toBeGreaterThan(1)
      if (how !== 'its time') host.send(how)
      expect(await endOf(run, host)).toMatchObject({ kind })
      expect(markedProcesses(run.run)).toEqual([])
      expect(readFileSync(join(run.repo.root, 'half.txt'), 'utf8')).toBe('half')
    },
  )

  test('takes back what it asks', async () => {
    const { run, host } = await startAcp({ turns: [[{ ask: { title: 'may I' } }]] })
    const { id } = await asked(host)
    host.send('cancel')
    expect(await endOf(run, host)).toMatchObject({ kind: 'cancelled' })
    expect(host.messages).toContainEqual({ type: 'settled', id })
  })

  test('reaches one that is paused', async () => {
    const { run, host } = await startAcp({ turns: [[{ text: 'at it\n' }, { hang: true }]] })
    await host.untilOutput('at it')
    host.send('pause')
    await host.until((each) => each.type === 'paused' && each.paused)
    host.send('cancel')
    expect(await endOf(run, host)).toMatchObject({ kind: 'cancelled', signal: null })
  })
})

describe('files through us', () => {
  test('are read and written in the workspace only, and through no link out of it', async () => {
    const outside = freshPath('outside.txt')
    writeFileSync(outside, 'not for you')
    const { run, host } = await startAcp({
      turns: [
        [
          { wait: `${outside}.go` },
          { fsWrite: { path: 'new/a.txt', content: 'one\ntwo\n' } },
          { fsRead: 'new/a.txt' },
          { fsRead: outside },
          { fsRead: 'link.txt' },
          { fsWrite: { path: outside, content: 'x' } },
          { fsWrite: { path: 'folder/x.txt', content: 'x' } },
          { fsWrite: { path: '.git/hooks/post-commit', content: 'x' } },
          { fsWrite: { path: '../escaped.txt', content: 'x' } },
        ],
      ],
    })
    symlinkSync(outside, join(run.repo.root, 'link.txt'))
    symlinkSync(join(outside, '..'), join(run.repo.root, 'folder'))
    writeFileSync(`${outside}.go`, '')
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    const log = logOf(run)
    expect(readFileSync(join(run.repo.root, 'new/a.txt'), 'utf8')).toBe('one\ntwo\n')
    expect(log).toContain('read: one\ntwo\n')
    expect(log.match(/refused:/g)).toHaveLength(6)
    expect(log).not.toContain('not for you')
    expect(readFileSync(outside, 'utf8')).toBe('not for you')
    expect(existsSync(join(outside, '../x.txt'))).toBe(false)
    expect(existsSync(join(run.repo.root, '../escaped.txt'))).toBe(false)
  })

  test('are its own where it does better with its own means', async () => {
    const { run, host } = await startAcp(
      { turns: [[{ fsWrite: { path: 'a.txt', content: 'one' } }]] },
      { acp: { files: false } },
    )
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(run)).toContain('refused: the client offers no files')
  })

  test('and its report, where it may write only in folders that it is told of', async () => {
    const capabilities = { sessionCapabilities: { additionalDirectories: {} } }
    const { run, host } = await startAcp({ capabilities, turns: [] })
    expect(await endOf(run, host)).toMatchObject({ kind: 'finished' })
    expect(logOf(run)).toContain(`also in ${dirname(runPaths(run.dir).status)}`)
  })
})

test('the environment is out of its folder as soon as it runs', async () => {
  const { run, host } = await startAcp({ turns: [] })
  await endOf(run, host)
  expect(JSON.parse(readFileSync(runPaths(run.dir).spec, 'utf8'))).toMatchObject({ env: {} })
})

const plain = (log: string): string => log.replace(/\x1b\[[0-9;]*m/g, '')

const call = (toolCallId: string, kind: string, title: string, rawInput = {}, status = 'pending') => ({
  ...{ sessionUpdate: 'tool_call', toolCallId, kind, title, status, rawInput },
})
const edit = (status: string) => ({
  ...call('1', 'edit', 'Edit a file', {}, status),
  content: [{ type: 'diff', path: 'core/a.py', oldText: 'a\nb\nc\n', newText: 'a\nB\nC\nc\n' }],
})
const plan = (...statuses: string[]) => ({
  sessionUpdate: 'plan',
  entries: ['Write it', 'Test it', 'Publish it'].slice(0, statuses.length).map((content, index) => ({
    content,
    priority: 'high',
    status: statuses[index],
  })),
})
