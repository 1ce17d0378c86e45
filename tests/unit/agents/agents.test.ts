import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAgent } from '../../../source/agents/index.ts'
import { splitWords } from '../../../source/agents/split-words.ts'

const startOf = (spec: string, tasks: { id: string; title: string; run: string[] }[] = []) => {
  const agent = findAgent(spec)
  if (!agent.ok) throw new Error(agent.error.message)
  return agent.value.start(spec, { tasks })
}

describe('an agent that is any program', () => {
  test('is split into words as a shell would', () => {
    const spec = `cmd: sh -c "claude -p < \\"$BR_PROMPT_FILE\\"" 'a b' c\\ d ""`
    expect(startOf(spec)).toEqual({
      ok: true,
      value: {
        kind: 'process',
        argv: ['sh', '-c', 'claude -p < "$BR_PROMPT_FILE"', 'a b', 'c d', ''],
        script: null,
      },
    })
  })

  test.each(['cmd:', 'cmd:   ', "cmd: ''"])('without a program is a problem: %s', (spec) => {
    expect(startOf(spec)).toMatchObject({
      ok: false,
      error: { message: 'The agent "cmd:" names no program.' },
    })
  })

  test.each([`cmd: a "b`, `cmd: a 'b`])('with an open quote is a problem: %s', (spec) => {
    expect(startOf(spec)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('never closed') },
    })
  })

  test('that ends in a backslash is a problem', () => {
    expect(startOf('cmd: a \\')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('backslash') },
    })
  })
})

test('words come out as sh itself makes them', () => {
  // Without what a shell would expand or act on; the rules of quoting are what is compared.
  const piece = fc.constantFrom(
    'a',
    ' ',
    '  ',
    "'",
    '"',
    '\\',
    '\\"',
    '\\$',
    '$',
    '\n',
    'b c',
    '""',
    "''",
    'é',
  )
  const lines = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => `x${pieces.join('')}`)
  fc.assert(
    fc.property(lines, (line) => {
      const words = splitWords(line)
      // A $ that is not escaped and a line end mean something else to a shell's parser.
      fc.pre(words.ok && !line.replace(/\\[^\n]/g, '').includes('$') && !line.includes('\n'))
      const script = `for word in ${line}; do printf '%s\\0' "$word"; done`
      const said = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
      expect(words).toEqual({ ok: true, value: said })
    }),
    { numRuns: 60 },
  )
})

describe('an agent that is talked to', () => {
  test('is any command that speaks the protocol', () => {
    expect(startOf("acp: goose acp --with 'a b'")).toEqual({
      ok: true,
      value: {
        kind: 'acp',
        commands: [['goose', 'acp', '--with', 'a b']],
        ...{ mode: null, files: true, env: [], set: {}, programs: {} },
      },
    })
    expect(startOf('acp:')).toMatchObject({
      ok: false,
      error: { message: 'The agent "acp:" names no program.', mend: "Write for example 'acp: goose acp'." },
    })
  })

  test.each(['claude', 'codex', 'gemini', 'opencode'])(
    '%s is the one that is installed, else one fetched in a pinned version',
    (name) => {
      const start = startOf(name)
      if (!start.ok || start.value.kind !== 'acp') throw new Error('it is talked to')
      const [own, fetched] = start.value.commands
      expect(own?.[0]).not.toBe('npx')
      expect(fetched?.slice(0, 2)).toEqual(['npx', '-y'])
      expect(fetched?.[2]).toMatch(/.@\d+\.\d+\.\d+$/)
      expect(findAgent(name)).toMatchObject({ value: { name, listens: true } })
    },
  )

  test('is set to ask where it would not by itself', () => {
    const start = (name: string) => startOf(name)
    expect(start('claude')).toMatchObject({ value: { mode: 'default' } })
    expect(start('codex')).toMatchObject({ value: { mode: 'workspace-write' } })
    expect(start('opencode')).toMatchObject({
      value: { mode: null, set: { OPENCODE_PERMISSION: expect.stringContaining('"bash":"ask"') } },
    })
  })

  test('is told where the own program of the person is', () => {
    expect(startOf('claude')).toMatchObject({ value: { programs: { CLAUDE_CODE_EXECUTABLE: 'claude' } } })
    expect(startOf('codex')).toMatchObject({ value: { programs: { CODEX_PATH: 'codex' } } })
  })
})

describe('the scripted agent', () => {
  const script = (tasks: { id: string; title: string; run: string[] }[]): string => {
    const start = startOf('scripted', tasks)
    if (!start.ok || start.value.kind !== 'process') throw new Error('it starts a process')
    expect(start.value.argv).toEqual(['sh', '-e'])
    return start.value.script ?? ''
  }
  const run = (text: string) => execFileSync('sh', ['-e', '-c', text], { encoding: 'utf8', stdio: 'pipe' })

  test('announces every task and step, and says when there is nothing to run', () => {
    const text = script([
      { id: 'a.1', title: "It's first", run: ['echo one', 'cd /', 'pwd'] },
      { id: 'a.2', title: 'Second', run: [] },
    ])
    expect(run(text).split('\n')).toEqual([
      "a.1: It's first",
      'a.1 $ echo one',
      'one',
      'a.1 $ cd /',
      'a.1 $ pwd',
      '/',
      'a.2: Second',
      'a.2: this task carries no steps, nothing to run',
      '',
    ])
  })

  test('stops at the first step that fails', () => {
    const text = script([{ id: 'a.1', title: 'T', run: ['echo before', 'false', 'echo after'] }])
    const failure = (() => {
      try {
        return run(text)
      } catch (error) {
        return (error as { stdout: string }).stdout
      }
    })()
    expect(failure).toContain('before\n')
    expect(failure).not.toContain('after')
  })

  test('lets no step end the script early or swallow the next one', () => {
    const exits = script([
      { id: 'a.1', title: 'T', run: ['exit 0'] },
      { id: 'a.2', title: 'T', run: ['echo still here'] },
    ])
    expect(run(exits)).toContain('\nstill here\n')
    const open = script([{ id: 'a.1', title: 'T', run: ["echo 'open", 'echo next'] }])
    expect(() => run(open)).toThrow()
  })

  test('runs nothing that stands in a title', () => {
    const text = script([{ id: 'a.1', title: "'; echo hacked; '\n$(echo hacked)", run: [] }])
    expect(run(text).split('\n')[0]).toBe("a.1: '; echo hacked; ' $(echo hacked)")
  })
})

test('a person is an agent too', () => {
  expect(startOf('manual')).toEqual({ ok: true, value: { kind: 'person' } })
})

test('an unknown agent gets the known ones named', () => {
  expect(findAgent('clod')).toEqual({
    ok: false,
    error: {
      message: "There is no agent 'clod'.",
      mend: "Known ones: 'manual', 'claude', 'codex', 'gemini', 'opencode', 'acp: COMMAND ARGS', 'scripted', 'cmd: PROGRAM ARGS'.",
    },
  })
})
