import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Search, search } from '../../../source/runtime/transcript/search.ts'
import { openTranscriptRig, wholeText } from './transcript-rig.ts'

const never = new AbortController().signal

function conversation() {
  const rig = openTranscriptRig()
  rig.note('Batch one begins')
  rig.print('a', 'first \x1b[31mERR\x1b[0mor\nall well\n')
  rig.type('check')('No error is left.')
  rig.print('a', 'another Error\nend\n')
  return rig
}

const find = (rig: ReturnType<typeof conversation>, sought: Partial<Search>) =>
  search(rig.parts, { text: 'error', from: null, direction: 'up', ...sought }, never)

describe('a search', () => {
  test('goes up from the end through everything, whatever the case and the colours', async () => {
    const rig = conversation()
    const found = []
    let from: Search['from'] = null
    for (;;) {
      const next = await find(rig, { from })
      if (next === null) break
      found.push(next)
      from = next
    }
    const places = ['a@30', 'answer-1', 'a']
    expect(found.map(({ part }) => part)).toEqual(places)
  })

  test('goes down behind the line it begins at; from the end there is nothing', async () => {
    const rig = conversation()
    const from = { part: 'a', line: 0, row: 3 }
    expect(await find(rig, { from, direction: 'down' })).toEqual({ part: 'answer-1', line: 0, row: 0 })
    expect(await find(rig, { direction: 'down' })).toBe(null)
  })

  test('takes its text as text', async () => {
    const rig = conversation()
    expect(await find(rig, { text: '.*' })).toBe(null)
    expect(await find(rig, { text: 'LEFT.' })).toMatchObject({ part: 'answer-1' })
  })

  test('finds the same lines as a look at all of them', async () => {
    const line = fc.constantFrom('needle', 'hay', 'Needle in hay', 'nee', '')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, fc.boolean())), async (lines) => {
        const rig = openTranscriptRig()
        for (const [text, isNote] of lines) {
          if (isNote) rig.note(text)
          else rig.print('a', `${text}\n`)
        }
        const all = wholeText(rig.parts, 1000).filter(({ row }) => /needle/i.test(row.text))
        const sought = { text: 'needle', from: null, direction: 'up' as const }
        expect(await search(rig.parts, sought, never)).toEqual(all.at(-1)?.anchor ?? null)
      }),
    )
  })

  test('that nobody waits for any more ends', async () => {
    const rig = openTranscriptRig()
    rig.print('a', 'x\n'.repeat(10_000))
    const gone = new AbortController()
    const looking = search(rig.parts, { text: 'y', from: null, direction: 'up' }, gone.signal)
    gone.abort()
    expect(await looking).toBe(null)
  })
})
