import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commands } from '../../../source/commands/index.ts'
import { findStream, understand } from '../../../source/commands/understand.ts'
import { sentence } from '../../../source/model/result.ts'
import type { Session } from '../../../source/model/session.ts'
import { sessionOf } from '../../helpers/session.ts'

const session = sessionOf([
  { 'model-routing': { title: 'Model Routing' }, telemetry: {}, 'the-api': { title: 'The API' } },
  { docs: { title: 'Dokumentación' } },
])

const meant = (text: string, focus: string | null = null, of: Session = session) => {
  const understood = understand(text, focus, of)
  if (!understood.ok) return sentence(understood.error)
  const { command, streams, args } = understood.value
  return [command.name, streams, args]
}

describe('a command', () => {
  test.each([
    ['continue', 'continue'],
    ['Continue.', 'continue'],
    ['CONTINUE!', 'continue'],
    ['  continue  ', 'continue'],
    ['go on', 'continue'],
    ['Go on!', 'continue'],
    ['yes, go on', 'continue'],
    ['“continue”', 'continue'],
    ["'continue'", 'continue'],
    ['check', 'check'],
    ['Check for more.', 'check'],
    ["I'm done", null],
    ['I am done', 'check'],
    ['checkpoint', 'checkpoint'],
    ['merge', 'merge'],
    ['merge all', 'merge'],
    ['Merge everything', 'merge'],
    ['merge what is done', 'checkpoint'],
    ['status?', 'status'],
    ['How is it going?', 'status'],
    ['?', 'help'],
    ['stop everything', 'stop'],
    ['quit', 'quit'],
    ['autopilot', 'auto'],
    ['yes', 'approve'],
    ['no', 'deny'],
  ])('%j is %s', (text, name) => {
    const understood = understand(text, 'telemetry', session)
    expect(understood.ok ? understood.value.command.name : null).toBe(name)
  })

  test.each(commands.flatMap(({ name, aliases }) => [name, ...aliases].map((form) => [form, name])))(
    '%j is understood as %s in any case, with a full stop',
    (form, name) => {
      const text = name === '>' ? `${form} x` : `${form?.toUpperCase()}.`
      const understood = understand(text, 'telemetry', session)
      expect(understood.ok && understood.value.command.name).toBe(name)
    },
  )

  test('no word or phrase means two commands', () => {
    const forms = commands.flatMap(({ name, aliases }) => [name, ...aliases])
    expect(forms.filter((form, index) => forms.indexOf(form) !== index)).toEqual([])
  })
})

describe('whom it is for', () => {
  test.each([
    ['continue', null, [null]],
    ['continue', 'telemetry', ['telemetry']],
    ['continue telemetry', null, ['telemetry']],
    ['continue telemetry', 'docs', ['telemetry']],
    ['Continue with telemetry.', null, ['telemetry']],
    ['continue stream telemetry', null, ['telemetry']],
    ['@telemetry continue', 'docs', ['telemetry']],
    ['@Telemetry, continue', null, ['telemetry']],
    ['@telemetry', null, ['telemetry']],
    ['continue model', null, ['model-routing']],
    ['continue Model Routing', null, ['model-routing']],
    ['continue the api', null, ['the-api']],
    ['continue Dokumentación', null, ['docs']],
    ['continue orchestrator', 'docs', [null]],
    ['continue all', 'docs', [null]],
    ['pause everyone', 'docs', [null]],
    ['skip all', null, ['model-routing', 'telemetry', 'the-api', 'docs']],
    ['status', 'docs', [null]],
    ['checkpoint', 'docs', [null]],
    ['diff telemetry', null, ['telemetry']],
    ['diff', 'docs', ['docs']],
    ['block telemetry no key', null, ['telemetry']],
    ['deny', null, [null]],
  ])('%j from %s', (text, focus, streams) => {
    const understood = understand(text, focus, session)
    expect(understood.ok && understood.value.streams).toEqual(streams)
  })

  test('a bare address looks at that stream', () => {
    expect(meant('@docs')).toEqual(['check', ['docs'], ''])
  })

  test('a command that needs a stream and has none asks which, by name', () => {
    for (const text of ['skip', 'log', 'unblock', 'block', '> hello', 'resolve'])
      expect(meant(text), text).toMatch(
        /^Which stream\? Say '@STREAM .+'; there are model-routing, telemetry/,
      )
  })

  test('a stream that is not there is named, with those that are', () => {
    const text = "There is no stream 'nobody'. There are model-routing, telemetry, the-api, docs."
    expect(meant('continue nobody')).toBe(text)
    expect(meant('@nobody continue')).toBe(text)
  })

  test('a beginning that several have names those', () => {
    const two = sessionOf([{ 'api-read': {}, 'api-write': {}, docs: {} }])
    expect(meant('continue api', null, two)).toBe(
      "'api' could be api-read or api-write. Say more of its name.",
    )
    expect(meant('continue api-r', null, two)).toEqual(['continue', ['api-read'], ''])
  })

  test('an exact id goes before the title of another, and nothing is nobody', () => {
    const mixed = sessionOf([{ first: { title: 'Second' }, second: { title: '日本' } }])
    expect(findStream(mixed, 'second')).toEqual({ ok: true, value: 'second' })
    expect(findStream(mixed, '').ok).toBe(false)
    expect(findStream(mixed, '!!!').ok).toBe(false)
  })

  test('a stream may be called as a command is', () => {
    const odd = sessionOf([{ status: {}, merge: {}, all: {}, stop: {} }])
    expect(meant('continue status', null, odd)).toEqual(['continue', ['status'], ''])
    expect(meant('@merge continue', null, odd)).toEqual(['continue', ['merge'], ''])
    expect(meant('@stop', null, odd)).toEqual(['check', ['stop'], ''])
    expect(meant('status', null, odd)).toEqual(['status', [null], ''])
    expect(meant('merge', 'stop', odd)).toEqual(['merge', [null], ''])
    expect(meant('continue all', null, odd)).toEqual(['continue', [null], ''])
    expect(meant('@all continue', null, odd)).toEqual(['continue', ['all'], ''])
  })
})

describe('what lands, closes or ends everything', () => {
  test.each([
    'stop telemetry',
    'merge the docs',
    '@docs stop',
    '@docs merge',
    'checkpoint tomorrow',
    'update docs',
  ])('%j is not taken for the whole session', (text) => {
    expect(meant(text)).toMatch(
      /^'(stop|merge|checkpoint|update)' is about the whole session\. Type it alone/,
    )
  })

  test.each(['stop now', 'merge it all now', 'checkpoint, please', 'merge them'])('%j is', (text) => {
    expect(understand(text, null, session).ok).toBe(true)
  })

  test('a look with words too many changes nothing, so it is answered', () => {
    expect(meant('status please')).toEqual(['status', [null], 'please'])
  })
})

describe('text', () => {
  test.each([
    ['decide Use TABS, not "spaces".', null, [null], 'Use TABS, not "spaces".'],
    ['DECIDE: x', null, null, ''],
    ['block telemetry Needs docs!', null, ['telemetry'], 'Needs docs!'],
    ['block Needs the API!', 'docs', ['docs'], 'Needs the API!'],
    ['block docs because', 'docs', ['docs'], 'because'],
    ['> Say "Hi", please.', 'docs', ['docs'], 'Say "Hi", please.'],
    ['>hi', 'docs', ['docs'], 'hi'],
    ['@docs > hi', null, ['docs'], 'hi'],
    ['tell telemetry be quick', null, ['telemetry'], 'be quick'],
    ['resolve theirs src/A.js', 'docs', ['docs'], 'theirs src/A.js'],
    ['resolve docs ours src/A.js', null, ['docs'], 'ours src/A.js'],
    ['deny it is wrong', null, [null], 'it is wrong'],
  ])('%j from %s is kept as typed', (text, focus, streams, args) => {
    const understood = understand(text, focus, session)
    if (streams === null) expect(understood.ok).toBe(false)
    else expect(understood.ok && [understood.value.streams, understood.value.args]).toEqual([streams, args])
  })
})

describe('what is not understood', () => {
  test.each([
    ['contineu', 'continue'],
    ['chekpoint', 'checkpoint'],
    ['mrege', 'merge'],
    ['statsu', 'status'],
  ])('%j is told the nearest command', (text, nearest) => {
    expect(meant(text)).toBe(
      `'${text}' is no command. Did you mean '${nearest}'? Type 'help' for the commands.`,
    )
  })

  test('far from every command gets no guess', () => {
    expect(meant('xylophone')).toBe("'xylophone' is no command. Type 'help' for the commands.")
  })

  test.each(['', '   ', '\n\t', '\u001b', '\u200b'])('nothing (%j) is said to be nothing', (text) => {
    expect(meant(text)).toBe("Nothing was typed. Type 'help' for the commands.")
  })

  test.each(['@', '@ docs', '.', '!!!', '@@'])('%j is no command', (text) => {
    expect(understand(text, 'docs', session).ok).toBe(false)
  })
})

describe('hostile text', () => {
  const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e'
  const isHarmless = (text: string) =>
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)

  test('is shown without anything a terminal obeys, and cut', () => {
    for (const text of [evil, `@${evil} continue`, `continue ${evil}`, `x${evil}${'y'.repeat(5000)}`]) {
      const answer = String(meant(text))
      isHarmless(answer)
      expect(answer.length).toBeLessThan(250)
    }
  })

  test('is kept without it', () => {
    expect(meant(`decide Tabs${evil}`)).toEqual(['decide', [null], 'Tabs ]0;owned [2J 31m'])
    expect(meant(`> one\n${evil}two`, 'docs')).toEqual(['>', ['docs'], 'one\n ]0;owned  [2J 31m two'])
  })

  test('of any kind is understood or refused, and never throws', () => {
    const words = fc.constantFrom(
      'continue',
      '@',
      'all',
      '>',
      'docs',
      'resolve',
      'ours',
      'auto',
      'help',
      '@docs',
      '*(',
    )
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 6 })
        .map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(anyText, fc.constantFrom(null, 'docs'), (text, focus) => {
        const understood = understand(text, focus, session)
        if (!understood.ok) return void isHarmless(sentence(understood.error))
        const { command, streams, args } = understood.value
        isHarmless(args)
        for (const stream of streams) {
          if (stream === null) expect(command.scope).not.toBe('stream')
          else expect(session.streams).toHaveProperty([stream])
        }
      }),
      { numRuns: 500 },
    )
  })
})
