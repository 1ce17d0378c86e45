import { EventEmitter } from 'node:events'

/** What Ink takes for a terminal to read keys from; the real one is in raw mode already, and another's to read. */
export interface FieldInput {
  stdin: NodeJS.ReadStream
  /** Is read before this returns, by a listener for `readable`. A stream of Node's would do it at a later tick. */
  push: (text: string) => void
}

export function createFieldInput(): FieldInput {
  const emitter = new EventEmitter()
  const same = () => emitter
  let pending = ''
  const read = () => {
    const text = pending === '' ? null : pending
    pending = ''
    return text
  }
  const stdin = Object.assign(emitter, {
    ...{ isTTY: true, read, setRawMode: same, setEncoding: same },
    ...{ ref: same, unref: same, resume: same, pause: same },
  })
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    push: (text) => {
      pending += text
      emitter.emit('readable')
    },
  }
}
