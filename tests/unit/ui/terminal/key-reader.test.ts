import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyReader, type Input } from '../../../../source/ui/terminal/key-reader.ts'
import { waits } from './waits.ts'

function rig() {
  const inputs: Input[] = []
  const time = waits()
  const reader = createKeyReader((input) => inputs.push(input), time.later)
  return { ...time, read: reader.read, close: reader.close, inputs, said: () => inputs.map(say) }
}

const say = (input: Input): string => {
  if (input.type !== 'key') return `${input.type}:${input.text}`
  const { name, text, ctrl, alt, shift } = input.key
  const held = `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${shift ? 'shift-' : ''}`
  return text !== '' && text !== name ? `${held}${name}='${text}'` : held + name
}

const keysOf = (...chunks: (string | Uint8Array)[]) => {
  const { read, said } = rig()
  for (const chunk of chunks) read(chunk)
  return said()
}

describe('keys', () => {
  it.each([
    ['a', 'a'],
    ['G', 'G'],
    ['7', '7'],
    ['ü', 'ü'],
    ['👍', '👍'],
    [' ', "space=' '"],
    ['\r', 'enter'],
    ['\n', 'enter'],
    ['\t', 'tab'],
    ['\x7f', 'backspace'],
    ['\x08', 'backspace'],
    ['\x00', 'ctrl-space'],
    ['\x01', 'ctrl-a'],
    ['\x0c', 'ctrl-l'],
    ['\x1a', 'ctrl-z'],
    ['\x1d', 'ctrl-]'],
    ['\x1b[A', 'up'],
    ['\x1bOB', 'down'],
    ['\x1b[1;5C', 'ctrl-right'],
    ['\x1b[1;3D', 'alt-left'],
    ['\x1b[1;9D', 'alt-left'],
    ['\x1b[1;8D', 'ctrl-alt-shift-left'],
    ['\x1b\x1b[A', 'alt-up'],
    ['\x1b[H', 'home'],
    ['\x1b[4~', 'end'],
    ['\x1b[5~', 'pageup'],
    ['\x1b[6;2~', 'shift-pagedown'],
    ['\x1b[3~', 'delete'],
    ['\x1b[2~', 'insert'],
    ['\x1b[Z', 'shift-tab'],
    ['\x1bOP', 'f1'],
    ['\x1b[[C', 'f3'],
    ['\x1b[15~', 'f5'],
    ['\x1b[24;5~', 'ctrl-f12'],
    ['\x1b[1;2R', 'shift-f3'],
    ['\x1bOM', 'enter'],
    ['\x1bb', 'alt-b'],
    ['\x1b1', 'alt-1'],
    ['\x1bB', 'alt-B'],
    ['\x1b\x7f', 'alt-backspace'],
    ['\x1b\r', 'alt-enter'],
    ['\x1b\x01', 'ctrl-alt-a'],
  ])('%j is %s', (bytes, key) => {
    expect(keysOf(bytes)).toEqual([key])
  })

  it('come out one by one from a read that holds several', () => {
    expect(keysOf('go\r\x1b[A')).toEqual(['g', 'o', 'enter', 'up'])
  })

  it('that hold Alt insert nothing', () => {
    const { read, inputs } = rig()
    read('\x1bb')
    expect(inputs[0]).toMatchObject({ key: { text: '', alt: true } })
  })

  it('are whole characters, wherever a read cuts them', () => {
    const bytes = new TextEncoder().encode('日👍')
    expect(keysOf(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(['日', '👍'])
    expect(keysOf('\ud83d', '\udc4d')).toEqual(['👍'])
  })

  it('never insert what turns a line around or is no character', () => {
    const said = keysOf('a\u202e\u0085\u200f', Uint8Array.of(0xff), 'b')
    expect(said.filter((each) => !each.startsWith('reply:'))).toEqual(['a', 'b'])
  })
})

describe('Escape', () => {
  it('is a key when nothing followed it for a moment', () => {
    const { read, said, pass, pending } = rig()
    read('\x1b')
    expect(said()).toEqual([])
    expect(pending()).toEqual([30])
    pass()
    read('1')
    expect(said()).toEqual(['escape', '1'])
    expect(pending()).toEqual([])
  })

  it('pressed twice in one moment waits no longer than once', () => {
    const { read, pending } = rig()
    read('\x1b\x1b')
    expect(pending()).toEqual([30])
  })

  it('is no key when the rest of its sequence comes in the next read', () => {
    expect(keysOf('\x1b', '[A')).toEqual(['up'])
    expect(keysOf('\x1b[', '1;5', 'A')).toEqual(['ctrl-up'])
    expect(keysOf('\x1b', 'f')).toEqual(['alt-f'])
  })

  it.each([
    ['\x1b\x1b', ['escape', 'escape']],
    ['\x1b\x1b\x1b', ['escape', 'escape', 'escape']],
    ['\x1b[', ['alt-[']],
    ['\x1bO', ['alt-O']],
    ['\x1bPab\r', ['alt-P', 'a', 'b', 'enter']],
    ['\x1b[12;', []],
  ])('%j that goes no further is %j', (bytes, keys) => {
    const { read, said, pass } = rig()
    read(bytes)
    pass()
    expect(said()).toEqual(keys)
  })

  it('that is held when the reader closes is not lost', () => {
    const { read, close, said, pending } = rig()
    read('\x1b')
    close()
    expect([said(), pending()]).toEqual([['escape'], []])
  })

  it('with an O before other letters loses none of them', () => {
    expect(keysOf('\x1bOx')).toEqual(['alt-O', 'x'])
  })
})

describe('a paste', () => {
  it('is one text, whatever reads it comes in', () => {
    expect(keysOf('a\x1b[200~one\rtwo\x1b[20', '1~b')).toEqual(['a', 'paste:one\ntwo', 'b'])
  })

  it('holds no control characters but ends of lines', () => {
    expect(keysOf('\x1b[200~a\x1b[31mb\x07\tc\r\nd\x9b2J\x1b[201~')).toEqual(['paste:ab c\nd'])
  })

  it('whose end got lost is left with Ctrl-C', () => {
    expect(keysOf('\x1b[200~lost', 'x', '\x03', 'y')).toEqual(['ctrl-c', 'y'])
  })

  it('gives back the answer that the terminal put into it', () => {
    expect(keysOf('\x1b[200~on', 'e\x1b[0', 'n two\x1b[201~')).toEqual(['reply:\x1b[0n', 'paste:one two'])
  })

  it('does not begin where only its end is', () => {
    expect(keysOf('\x1b[201~x')).toEqual(['reply:\x1b[201~', 'x'])
  })
})

describe('a reply of the terminal', () => {
  it.each([
    '\x1b[0n',
    '\x1b[?62;22c',
    '\x1b[12;40R',
    '\x1b]11;rgb:0/0/0\x07',
    '\x1bP>|term\x1b\\',
    '\x1b[I',
    '\x1b[M',
  ])('%j is no key', (reply) => {
    expect(keysOf(`a${reply}b`)).toEqual(['a', `reply:${reply}`, 'b'])
  })

  it('that is broken off by another sequence is dropped', () => {
    expect(keysOf('\x1b[12\x1b[A')).toEqual(['up'])
  })
})

describe('how the bytes are cut into reads', () => {
  // Without Ctrl-C, which alone in a read is the way out of a paste.
  const anyBytes = fc
    .array(
      fc.constantFrom(
        ...[
          'a',
          'Z',
          '日',
          '👍',
          'e\u0301',
          '\r',
          '\t',
          '\x7f',
          '\x02',
          '\x1b',
          '\x1b\x1b',
          '[',
          'O',
          ']',
          'P',
          '\\',
        ],
        ...[
          '\x1b[A',
          '\x1bOP',
          '\x1b[1;5C',
          '\x1b[3~',
          '\x1b[0n',
          '\x1b]0;x\x07',
          '\x1bP1\x1b\\',
          '\x1bx',
          '\x1b[[A',
        ],
        ...['\x1b[200~one\rtwo\x1b[201~', '\x1b[200~日\x1b[2', '\x1b[201~', '\x1b[9', ';', '~', '\ufffd'],
      ),
      { maxLength: 20 },
    )
    .map((parts) => new TextEncoder().encode(parts.join('')))

  it('makes no difference', () => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.integer({ min: 1, max: 9 })), (bytes, steps) => {
        const whole = rig()
        whole.read(bytes)
        whole.pass()
        const cut = rig()
        for (const chunk of chunksOf(bytes, steps)) cut.read(chunk)
        cut.pass()
        expect(cut.said()).toEqual(whole.said())
      }),
      { numRuns: 3000 },
    )
  })

  const chunksOf = (bytes: Uint8Array, steps: number[]): Uint8Array[] => {
    const chunks: Uint8Array[] = []
    let at = 0
    for (const step of steps) {
      chunks.push(bytes.subarray(at, at + step))
      at += step
    }
    return [...chunks, bytes.subarray(at)].filter((chunk) => chunk.length > 0)
  }
})
