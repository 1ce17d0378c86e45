import { createServer, type Socket } from 'node:net'
import { type JsonLines, jsonLines } from '../json-lines.ts'
import { listenPrivately } from '../listen.ts'
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
  return listenPrivately(server, path).then(() => ({ tell, close }))
}
