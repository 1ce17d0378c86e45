import type { Task } from '../model/plan.ts'
import type { Result } from '../model/result.ts'

/**
 * What must happen for an agent to work on a batch. A `script` is text that the runtime puts into a file of the
 * run's folder; the file's path is then the last argument. A `person` works in a terminal of their own.
 */
export type AgentStart =
  | { kind: 'process'; argv: string[]; script: string | null }
  | ({ kind: 'acp' } & AcpStart)
  | { kind: 'person' }

/** An agent that speaks the Agent Client Protocol on its standard input and output. */
export interface AcpStart {
  /** Ways to start it, the best first; the first whose program is there is taken. */
  commands: string[][]
  /** The mode to set before the first prompt, in which it asks; null: it asks as it is. */
  mode: string | null
  /** Whether it may read and write its files through us; false: it does worse with that than with its own means. */
  files: boolean
  /** Names of variables that it needs of the person's environment. */
  env: string[]
  /** Variables that are set for it. */
  set: Record<string, string>
  /** The variable that it reads the name of its model from, where it has one. */
  modelVariable?: string
  /** Variables that name one of the person's own programs, where that is there. */
  programs: Record<string, string>
}

/** One kind of agent. `spec` is what the settings say, such as `cmd: make all`. */
export interface AgentRecord {
  name: string
  summary: string
  matches(spec: string): boolean
  start(spec: string, batch: { tasks: Pick<Task, 'id' | 'title' | 'run'>[] }): Result<AgentStart>
  /** Whether a message can reach it while it works; if not, messages wait for its next batch. */
  listens: boolean
  /** By what can be told, without a request, that somebody has logged in; of programs of other people. */
  login?: AgentLogin
  /** argv of the program a person would start to talk to it themselves, where it has one. */
  terminal?: string[]
  /** How it did when it was last run for real; of programs of other people. */
  tried?: Tried
}

/** Signs of a login: each is looked for, none is read. */
export interface AgentLogin {
  /** Variables that hold a key. */
  env: string[]
  /** Files that hold one: in the folder that the variable names, else in one of the home folder. */
  files: { folder: string | null; otherwise: string; name: string }[]
  /** What a person does to log in. */
  how: string
}

/** What `npm run e2e:agents` found. A phrase each, for docs/agents.md. */
export interface Tried {
  /** npm packages and the versions that were run. */
  packages: Record<string, string>
  /** The day of that. */
  on: string
  asks: string
  model: string
  usage: string
  limit: string
  resume: string
  /** What else it does in a way of its own, each said of it. */
  ways: string[]
}
