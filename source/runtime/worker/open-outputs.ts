import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { listenPrivately } from '../listen.ts'

/** What a program prints into, and where it comes out. */
export interface Output {
  theirs: Socket
  ours: Socket
}

/** In bytes: what programs write at once mostly fits. */
const readAtOnce = 128 * 1024

/**
 * One for each ear. They share one buffer that is used again and again, so an ear must be done with the bytes when it
 * returns. The pipes that `spawn` makes cannot have one: there every 64 KB are a buffer of their own, which took half of
 * the time that reading and writing took together.
 */
export async function openOutputs(path: string, ears: ((bytes: Uint8Array) => void)[]): Promise<Output[]> {
  const buffer = Buffer.allocUnsafeSlow(readAtOnce)
  const server = createServer({ pauseOnConnect: true })
  // Of a worker of this run that was killed in the moment in which it is there.
  rmSync(path, { force: true })
  await listenPrivately(server, path)
  const outputs: Output[] = []
  for (const ear of ears) outputs.push(await openOutput(server, path, buffer, ear))
  server.close()
  return outputs
}

async function openOutput(
  server: Server,
  path: string,
  buffer: Buffer,
  ear: (bytes: Uint8Array) => void,
): Promise<Output> {
  const callback = (length: number) => {
    ear(buffer.subarray(0, length))
    return true
  }
  const arrived = once(server, 'connection')
  const ours = connect({ path, onread: { buffer, callback } })
  const [[theirs]] = await Promise.all([arrived, once(ours, 'connect')])
  return { theirs, ours }
}
