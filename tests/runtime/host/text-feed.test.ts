import { appendFileSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTextFeed } from '../../../source/host/text-feed.ts'
import type { HostMessage } from '../../../source/model/message.ts'
import { freshPath } from '../../helpers/repo.ts'

const stopping: HostMessage = { type: 'stopping' }

/** A client that reads when it is told to. */
function rig() {
  const path = freshPath('output.log')
  writeFileSync(path, '')
  const socket = { writableLength: 0 }
  const told: HostMessage[] = []
  const feed = createTextFeed(socket as Socket, (message) => {
    told.push(message)
    socket.writableLength += JSON.stringify(message).length
  })
  let end = 0
  const print = (text: string) => {
    appendFileSync(path, text)
    const from = end
    end += Buffer.byteLength(text)
    feed.add({ stream: 'alpha', run: 'run', path, from, to: end })
  }
  const read = () => {
    socket.writableLength = 0
    feed.drained()
  }
  const text = () => told.map((each) => (each.type === 'output' ? each.text : '')).join('')
  return { feed, print, read, text, told, socket }
}

test('every byte is sent once and in order, whenever the client reads', () => {
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constant('ü€😀'.repeat(30_000)),
    fc.constant(`${'x'.repeat(70)}\n`.repeat(5000)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(line, fc.boolean()), { maxLength: 12 }), (lines) => {
      const { print, read, text, feed } = rig()
      for (const [each, reads] of lines) {
        print(`${each}\n`)
        if (reads) read()
      }
      feed.flush()
      expect(text() === lines.map(([each]) => `${each}\n`).join('')).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('much text comes in whole lines, as much as a client reads, and the rest stays in the log', () => {
  const { print, read, told, text, socket } = rig()
  print('some words of a line\n'.repeat(200_000))
  expect(socket.writableLength).toBeLessThan(1_500_000)
  for (const each of told) expect(each.type === 'output' && each.text.endsWith('\n')).toBe(true)
  for (let count = 0; count < 10; count++) read()
  expect(text()).toHaveLength(4_200_000)
})

test('what is said after some text is heard after it', () => {
  const { feed, print, read, told } = rig()
  feed.send(stopping)
  expect(told).toEqual([stopping])
  print('some words of a line\n'.repeat(200_000))
  feed.send(stopping)
  print('the end')
  expect(told.filter(({ type }) => type === 'stopping')).toHaveLength(1)
  for (let count = 0; count < 10; count++) read()
  expect(told.slice(-2)).toEqual([stopping, { type: 'output', stream: 'alpha', run: 'run', text: 'the end' }])
})

test('a log that is gone holds nothing up', () => {
  const { feed, told } = rig()
  feed.add({ stream: 'alpha', run: 'run', path: freshPath('none'), from: 0, to: 10 })
  feed.send(stopping)
  expect(told).toEqual([stopping])
})
