import { EventEmitter } from 'node:events'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTerminalOutput } from '../../../../source/ui/terminal/terminal-output.ts'
import { waits } from './waits.ts'

const ASK = '\x1b[5n'

/** A terminal that takes what is written when the test says so. */
function rig() {
  const written: string[] = []
  const callbacks: ((error?: Error) => void)[] = []
  const blocking: boolean[] = []
  const stream = Object.assign(new EventEmitter(), {
    write: (text: string, done: (error?: Error | null) => void) => {
      written.push(text)
      callbacks.push(done)
    },
    _handle: { setBlocking: (on: boolean) => blocking.push(on) },
  })
  let gone = 0
  const time = waits()
  const output = createTerminalOutput(stream, {
    later: time.later,
    onGone: () => {
      gone++
    },
  })
  return {
    ...time,
    output,
    stream,
    written,
    blocking,
    gone: () => gone,
    taken: (error?: Error) => callbacks.shift()?.(error),
    waitingWrites: () => callbacks.length,
  }
}

describe('frames', () => {
  it('are sent at once when none is under way', () => {
    const { output, written, blocking } = rig()
    output.request(() => 'one')
    expect(written).toEqual([`one${ASK}`])
    expect(blocking).toEqual([false])
  })

  it('wait for the answer to the one before, and then only the newest is made', () => {
    const { output, written, taken } = rig()
    output.request(() => 'one')
    output.request(() => expect.unreachable())
    output.request(() => 'three')
    taken()
    expect(written).toHaveLength(1)
    output.acknowledged()
    expect(written).toEqual([`one${ASK}`, `three${ASK}`])
  })

  it('wait for the write too when the answer was faster', () => {
    const { output, written, taken } = rig()
    output.request(() => 'one')
    output.request(() => 'two')
    output.acknowledged()
    expect(written).toHaveLength(1)
    taken()
    expect(written).toHaveLength(2)
  })

  it('that are empty are not sent and hold nothing up', () => {
    const { output, written } = rig()
    output.request(() => '')
    output.request(() => 'two')
    expect(written).toEqual([`two${ASK}`])
  })

  it('that are asked for while one is made come after it', () => {
    const { output, written, taken } = rig()
    output.request(() => {
      output.request(() => 'rest')
      return 'first'
    })
    taken()
    output.acknowledged()
    expect(written).toEqual([`first${ASK}`, `rest${ASK}`])
  })

  it('need no timer when all is quiet', () => {
    const { output, taken, pending } = rig()
    expect(pending()).toEqual([])
    output.request(() => 'one')
    taken()
    expect(pending()).toHaveLength(1)
    output.acknowledged()
    expect(pending()).toEqual([])
  })
})

describe('a terminal that never answers', () => {
  const silent = () => {
    const terminal = rig()
    for (const frame of ['one', 'two']) {
      terminal.output.request(() => frame)
      terminal.taken()
      terminal.pass()
    }
    return terminal
  }

  it('is asked twice, then its frames wait for the write only', () => {
    const { output, written, taken, pending } = silent()
    output.request(() => 'three')
    output.request(() => 'four')
    expect(written).toEqual([`one${ASK}`, `two${ASK}`, 'three'])
    taken()
    expect(written.at(-1)).toBe('four')
    expect(pending()).toEqual([])
  })

  it('is asked again when an answer comes after all', () => {
    const { output, written, taken, pending } = silent()
    output.acknowledged()
    output.request(() => 'three')
    expect(written.at(-1)).toBe(`three${ASK}`)
    taken()
    expect(pending()).toEqual([5000])
  })
})

describe('the end', () => {
  it.each([
    ['a write fails', (terminal: ReturnType<typeof rig>) => terminal.taken(new Error('EIO'))],
    [
      'the stream fails',
      (terminal: ReturnType<typeof rig>) => terminal.stream.emit('error', new Error('EPIPE')),
    ],
    ['the stream closes', (terminal: ReturnType<typeof rig>) => terminal.stream.emit('close')],
  ])('is told once when %s, and nothing is written any more', (_, happen) => {
    const terminal = rig()
    terminal.output.request(() => 'one')
    happen(terminal)
    terminal.stream.emit('error', new Error('again'))
    terminal.output.request(() => 'two')
    terminal.output.writeNow('bell')
    terminal.output.acknowledged()
    expect([terminal.gone(), terminal.written, terminal.pending()]).toEqual([1, [`one${ASK}`], []])
  })

  it('makes the stream as it was and stops waiting', () => {
    const { output, stream, blocking, taken, pending, written, gone } = rig()
    output.request(() => 'one')
    output.request(() => 'two')
    taken()
    output.close()
    output.acknowledged()
    stream.emit('error', new Error('late'))
    expect([blocking, pending(), written, gone()]).toEqual([[false, true], [], [`one${ASK}`], 0])
  })
})

describe('before somebody else gets the terminal', () => {
  it('a terminal that answers is waited for: its answer would go to the other program', async () => {
    const { output, taken, pending } = rig()
    output.request(() => 'one')
    taken()
    output.acknowledged()
    output.request(() => 'two')
    taken()
    let isSettled = false
    const settled = output.settled(250).then(() => {
      isSettled = true
    })
    await Promise.resolve()
    expect({ isSettled, shortest: Math.min(...pending()) }).toEqual({ isSettled: false, shortest: 5000 })
    output.acknowledged()
    await settled
    expect(isSettled).toBe(true)
  })

  it('one that never has is given little time', async () => {
    const { output, pass, pending } = rig()
    output.request(() => 'one')
    const settled = output.settled(250)
    expect(pending()).toEqual([250])
    pass()
    await settled
  })
})

it('has at most one frame under way and ends at the newest state, whatever comes when', () => {
  const steps = fc.array(fc.constantFrom('change', 'taken', 'answer', 'time', 'bell'), { maxLength: 60 })
  fc.assert(
    fc.property(steps, (actions) => {
      const { output, written, taken, pass, waitingWrites } = rig()
      const frames = () => written.filter((text) => text !== 'bell')
      let state = 0
      let drawn = 0
      const frame = () => {
        if (drawn === state) return ''
        drawn = state
        return `${state}`
      }
      for (const action of actions) {
        const before = frames().length
        const busy =
          waitingWrites() > 0 &&
          written.some((text, at) => at >= written.length - waitingWrites() && text !== 'bell')
        if (action === 'change') {
          state++
          output.request(frame)
          if (busy) expect(frames()).toHaveLength(before)
        } else if (action === 'taken') taken()
        else if (action === 'answer') output.acknowledged()
        else if (action === 'time') pass()
        else output.writeNow('bell')
        expect(frames().length - before).toBeLessThanOrEqual(1)
      }
      while (waitingWrites() > 0) {
        taken()
        output.acknowledged()
      }
      output.acknowledged()
      while (waitingWrites() > 0) taken()
      expect(drawn).toBe(state)
      if (state > 0) expect(Number.parseInt(frames().at(-1)!, 10)).toBe(state)
    }),
    { numRuns: 500 },
  )
})
