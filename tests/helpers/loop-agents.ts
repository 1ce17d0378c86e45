import { existsSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { quote } from 'shlex'
import { at, freshPath, type Repo } from './repo.ts'
import { within } from './within.ts'

/** An agent at work, in the hands of the test: it does nothing until it is told. */
export interface ToldAgent {
  pid: number
  run: string
  stream: string
  batch: string
  env: Record<string, string>
  /** Its workspace, as it sees it. */
  inside: Repo
  /** What BR_COMMAND_FILE says. */
  command: CommandFile
  /** What the file of that variable holds now. */
  read: (variable: string) => string
  print: (text: string) => void
  report: (status: Record<string, unknown>) => void
  /** Writes the files and ends. */
  finish: (files?: Record<string, string>, exit?: number) => void
  /** Resolves when its worker has written down how it ended, whether or not a host is there to hear of it. */
  ended: () => Promise<void>
}

interface CommandFile {
  batch_id: string
  stream: string
  kind: string
  tasks: { id: string; description: string; files: string[] }[]
  context: {
    completed: string[]
    shared_decisions: { by: string; text: string }[]
    contracts: string[]
    conflicts: string[]
    messages: string[]
  }
  attempt: number
  failure: string | null
}

export interface Stage {
  /** What the settings say of the agent. */
  agent: string
  /** Every run that ever began, in the order they came. */
  runs: string[]
  /** The next agent that begins, or one that waits already; of that stream, where one is named. */
  next: (stream?: string) => Promise<ToldAgent>
  /** From now on each agent is handed to this instead. */
  each: (act: (agent: ToldAgent) => void) => void
  close: () => void
}

const FIXTURES = join(import.meta.dirname, '../fixtures/agents')

/** A socket that told agents come to. They end when it closes. */
export async function openStage(fixture = 'loop-told.mjs'): Promise<Stage> {
  const path = freshPath('stage')
  const sockets = new Set<Socket>()
  const runs: string[] = []
  let here: ToldAgent[] = []
  let wanted: { stream: string | undefined; take: (agent: ToldAgent) => void }[] = []
  let act: ((agent: ToldAgent) => void) | null = null

  const arrive = (agent: ToldAgent) => {
    runs.push(agent.run)
    const waiting = wanted.find(({ stream }) => stream === undefined || stream === agent.stream)
    if (waiting) {
      wanted = wanted.filter((each) => each !== waiting)
      waiting.take(agent)
    } else if (act) act(agent)
    else here.push(agent)
  }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    // An agent that is killed resets the connection.
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    createInterface({ input: socket }).once('line', (line) => arrive(agentAt(socket, JSON.parse(line))))
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))

  return {
    agent: `cmd: ${[process.execPath, join(FIXTURES, fixture), path].map(quote).join(' ')}`,
    runs,
    next: (stream) => {
      const waiting = here.find((agent) => stream === undefined || agent.stream === stream)
      if (waiting) {
        here = here.filter((agent) => agent !== waiting)
        return Promise.resolve(waiting)
      }
      const comes = new Promise<ToldAgent>((take) => wanted.push({ stream, take }))
      return within(comes, () => `an agent for ${stream ?? 'any stream'}`)
    },
    each: (todo) => {
      act = todo
      for (const agent of here.splice(0)) todo(agent)
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function agentAt(
  socket: Socket,
  { pid, cwd, env }: { pid: number; cwd: string; env: Record<string, string> },
): ToldAgent {
  const inside = at(cwd)
  const tell = (order: object) => socket.write(`${JSON.stringify(order)}\n`)
  const file = (variable: string) => env[variable] as string
  return {
    pid,
    run: file('BR_RUN'),
    stream: file('BR_STREAM'),
    batch: file('BR_BATCH'),
    env,
    inside,
    command: JSON.parse(readFileSync(file('BR_COMMAND_FILE'), 'utf8')) as CommandFile,
    read: (variable) => readFileSync(file(variable), 'utf8'),
    print: (print) => tell({ print }),
    report: (status) => {
      // Replaced whole, as a careful agent does: half a file would be no report.
      writeFileSync(`${file('BR_STATUS_FILE')}.new`, JSON.stringify(status))
      renameSync(`${file('BR_STATUS_FILE')}.new`, file('BR_STATUS_FILE'))
    },
    finish: (files = {}, exit = 0) => {
      inside.write(files)
      tell({ exit })
    },
    ended: () => within(exists(join(dirname(file('BR_COMMAND_FILE')), 'exit.json')), () => 'a worker to end'),
  }
}

/** Resolves when the file is there, or is not. */
export function exists(path: string, wanted = true): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), () => look())
    const look = () => {
      if (existsSync(path) !== wanted) return
      watcher.close()
      resolve()
    }
    look()
  })
}
