import { chmodSync, mkdirSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { type JsonLines, jsonLines } from '../json-lines.ts'
import { type WorkerCommand, type WorkerMessage, workerCommandSchema } from './worker-messages.ts'

export interface WorkerSocket {
  tell(message: WorkerMessage): void
  /** Gives every host a moment to read what it was told, then hangs up. */
  close(): Promise<void>
}

/** A host that is this many bytes behind is not told of every growth: it looks at the log when the worker ends. */
const furthestBehind = 64 * 1024

/** Listens for hosts. Each is greeted first, then told everything; any of them may command. */
export function openWorkerSocket(
  path: string,
  greeting: () => WorkerMessage[],
  onCommand: (command: WorkerCommand) => void,
): Promise<WorkerSocket> {
  const hosts = new Map<Socket, JsonLines<WorkerMessage>>()
  const server = createServer((socket) => {
    const lines = jsonLines<WorkerCommand, WorkerMessage>(socket, {
      schema: workerCommandSchema,
      onMessage: onCommand,
      onClose: () => hosts.delete(socket),
    })
    hosts.set(socket, lines)
    greeting().forEach(lines.send)
  })
  const tell = (message: WorkerMessage) => {
    for (const [socket, lines] of hosts) {
      if (message.type !== 'output' || socket.writableLength < furthestBehind) lines.send(message)
    }
  }
  const close = () =>
    new Promise<void>((resolve) => {
      const hangUp = setTimeout(() => {
        for (const socket of hosts.keys()) socket.destroy()
      }, 1000)
      server.close(() => {
        clearTimeout(hangUp)
        resolve()
      })
      for (const lines of hosts.values()) lines.end()
    })
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      chmodSync(path, 0o600)
      resolve({ tell, close })
    })
  })
}
