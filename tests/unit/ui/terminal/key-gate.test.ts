import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { render } from 'ink'
import TextInput from 'ink-text-input'
import { createElement, useState } from 'react'
import { describe, expect, it } from 'vitest'
import { createKeyGate, type KeyGateOptions } from '../../../../source/ui/terminal/key-gate.ts'
import { waits } from './waits.ts'

function rig(options: Partial<KeyGateOptions> = {}) {
  const input = new PassThrough()
  const raw: boolean[] = []
  const seen: string[] = []
  const gate = createKeyGate({
    input: Object.assign(input, { setRawMode: (on: boolean) => raw.push(on) }),
    isForwarded: () => false,
    onKey: ({ name }) => seen.push(name),
    onPaste: (text) => seen.push(`paste:${text}`),
    onReply: (sequence) => seen.push(`reply:${sequence}`) > 0,
    onOther: (bytes) => seen.push(`other:${bytes}`),
    isReady: () => true,
    later: waits().later,
    ...options,
  })
  gate.open()
  return { gate, input, raw, seen }
}

const turns = async (count: number) => {
  for (let each = 0; each < count; each++) await turn()
}

describe('the key gate', () => {
  it('gives every key a turn of its own, in order, pastes among them', async () => {
    const perTurn: string[][] = []
    const { input, seen } = rig()
    input.write('ab\x1b[200~x\ny\x1b[201~\r')
    for (let each = 0; each < 8; each++) {
      await turn()
      perTurn.push(seen.splice(0))
    }
    expect(perTurn.flat()).toEqual(['a', 'b', 'paste:x\ny', 'enter'])
    expect(Math.max(...perTurn.map(({ length }) => length))).toBe(1)
  })

  it('lets replies of the terminal pass at once', async () => {
    const { input, seen } = rig({ isReady: () => false })
    input.write('ab\x1b[0n')
    await turns(3)
    expect(seen).toEqual(['reply:\x1b[0n'])
  })

  it('keeps keys while the field is not ready and goes on when woken', async () => {
    let isReady = true
    const seen: string[] = []
    const { gate, input } = rig({
      isReady: () => isReady,
      onKey: ({ name }) => {
        seen.push(name)
        isReady = name !== 'b'
      },
    })
    input.write('abc')
    await turns(6)
    expect(seen).toEqual(['a', 'b'])
    input.write('d')
    await turns(4)
    expect(seen).toEqual(['a', 'b'])
    isReady = true
    gate.wake()
    gate.wake()
    await turns(4)
    expect(seen).toEqual(['a', 'b', 'c', 'd'])
  })

  it('hands text that waits to the field as one, up to a key that is none or goes elsewhere', async () => {
    const reads: string[] = []
    let isReady = false
    let isEmpty = true
    const { gate, input, seen } = rig({
      isReady: () => isReady,
      // As on an empty line, where ? shows the keys.
      isForwarded: ({ name, text }) => name === 'enter' || (text !== '' && !(isEmpty && name === '?')),
    })
    gate.stdin.on('readable', () => {
      reads.push(gate.stdin.read() as unknown as string)
      isEmpty = reads.at(-1) === '\r'
    })
    for (const key of ['?', 'o', 'n', ' ', '日', '?', '?', '\x01', 'x', '\r', '?', 'y']) input.write(key)
    await turns(3)
    expect(reads).toEqual([])
    isReady = true
    gate.wake()
    await turns(12)
    expect(reads).toEqual(['on 日', '??', 'x', '\r', 'y'])
    expect(seen).toEqual(['?', 'a', '?'])
  })

  it('switches raw mode with the keys and hears nothing while closed', async () => {
    const { gate, input, raw, seen } = rig()
    gate.open()
    gate.close()
    gate.close()
    input.write('a')
    await turns(3)
    expect([raw, seen]).toEqual([[true, false], []])
    gate.open()
    await turns(3)
    expect([raw, seen]).toEqual([[true, false, true], ['a']])
  })

  it('types into the input field of Ink so that no key is lost', async () => {
    const { promise: submitted, resolve } = Promise.withResolvers<string>()
    const taken: string[] = []
    const { gate, input } = rig({
      isForwarded: ({ name, text }) => text !== '' || name === 'enter',
      onKey: ({ name }) => taken.push(name),
    })
    const Field = () => {
      const [value, onChange] = useState('')
      return createElement(TextInput, { value, onChange, onSubmit: resolve })
    }
    const stdout = Object.assign(new EventEmitter(), { columns: 80, rows: 1, isTTY: true, write: () => true })
    const app = render(createElement(Field), {
      stdin: gate.stdin,
      stdout: stdout as unknown as NodeJS.WriteStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    })
    input.write('go on with日 \x1b[Aall\r')
    expect(await submitted).toBe('go on with日 all')
    expect(taken).toEqual(['up'])
    app.unmount()
  })
})
