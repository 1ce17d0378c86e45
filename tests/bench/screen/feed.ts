import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { base } from '../place.ts'

/** The programs whose lines are drawn, in our hands. */
export interface Feed {
  /** A program that prints what it is told to: its argv, to which a name may be added. */
  argv: string[]
  /** Resolves with the next so many that come, by name. */
  arrivals: (count: number) => Promise<Source[]>
  close: () => void
}

export interface Source {
  name: string
  rate: (linesPerSecond: number) => void
  /** Prints so many lines as fast as they are taken, and one that is unlike any other; resolves when all is written. */
  burst: (lines: number) => Promise<string>
}

export async function openFeed(name: string): Promise<Feed> {
  const path = join(base, `${name}.sock`)
  const sockets = new Set<Socket>()
  const here: Source[] = []
  let wanted: (() => void) | null = null
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    const finished = new Map<string, (end: string) => void>()
    let bursts = 0
    createInterface({ input: socket }).on('line', (line) => {
      const { name: who, done } = JSON.parse(line) as { name?: string; done?: string }
      if (done !== undefined) return finished.get(done)?.(done)
      const tell = (order: object) => socket.write(`${JSON.stringify(order)}\n`)
      here.push({
        name: who as string,
        rate: (rate) => void tell({ rate }),
        burst: (burst) => {
          bursts += 1
          const end = `END-${who}-${bursts}.`
          const written = new Promise<string>((resolve) => finished.set(end, resolve))
          tell({ burst, end })
          return written
        },
      })
      wanted?.()
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    argv: [process.execPath, join(import.meta.dirname, 'lines.mjs'), path],
    arrivals: (count) =>
      new Promise((resolve) => {
        wanted = () => {
          if (here.length < count) return
          wanted = null
          resolve(here.splice(0, count).toSorted((a, b) => a.name.localeCompare(b.name)))
        }
        wanted()
      }),
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
