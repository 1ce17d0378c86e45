import { createConnection, createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { jsonLines } from '../../source/runtime/json-lines.ts'
import { freshPath } from '../helpers/repo.ts'

const schema = z.object({ text: z.string() })
type Message = z.infer<typeof schema>

const path = freshPath('socket')
let arrived: (socket: Socket) => void = () => {}
const server = createServer((socket) => arrived(socket))
beforeAll(() => new Promise<void>((resolve) => server.listen(path, resolve)))
afterAll(() => server.close())

/** Two ends of one connection; the second as it came, without anything of ours on it. */
async function pair(): Promise<[Socket, Socket]> {
  const other = new Promise<Socket>((resolve) => {
    arrived = resolve
  })
  const mine = createConnection(path)
  return [mine, await other]
}

/** Everything that is understood of the bytes until the other side hangs up, and why it did. */
async function understood(pieces: Uint8Array[]): Promise<{ messages: Message[]; why: string | null }> {
  const [mine, other] = await pair()
  const messages: Message[] = []
  return new Promise((resolve) => {
    jsonLines<Message, Message>(other, {
      schema,
      onMessage: (message) => messages.push(message),
      onClose: (why) => resolve({ messages, why }),
    })
    mine.on('error', () => {})
    for (const piece of pieces) mine.write(piece)
    mine.end()
  })
}

test('messages arrive whole and in order, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }),
      fc.array(fc.nat({ max: 200 }), { maxLength: 5 }),
      async (texts, cuts) => {
        const bytes = Buffer.from(texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
        const { messages, why } = await understood(pieces)
        expect([messages, why]).toEqual([texts.map((text) => ({ text })), null])
      },
    ),
    { numRuns: 40 },
  )
})

test('one line that is not understood ends the talk, and nothing after it is taken', async () => {
  for (const line of ['{', '', '{"text":1}', 'null']) {
    const { messages, why } = await understood([Buffer.from(`{"text":"a"}\n${line}\n{"text":"b"}\n`)])
    expect(messages).toEqual([{ text: 'a' }])
    expect(why).toBe('it said something this version does not understand')
  }
})

test('a line without end is not collected for ever', async () => {
  const piece = Buffer.alloc(8 * 1024 * 1024, 'x')
  expect((await understood(Array.from({ length: 9 }, () => piece))).why).toBe('it sent a line without end')
})

test('what was sent before the end still arrives, and sending after it is no error', async () => {
  const [mine, other] = await pair()
  const lines = jsonLines<Message, Message>(mine, { schema, onMessage: () => {}, onClose: () => {} })
  lines.send({ text: 'last words' })
  lines.end()
  lines.send({ text: 'too late' })
  const heard = (await other.setEncoding('utf8').toArray()).join('')
  expect(heard).toBe('{"text":"last words"}\n')
})
