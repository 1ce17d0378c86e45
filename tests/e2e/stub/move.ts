/** What the model does next, whoever's protocol it is told in. */
export type Move =
  | { say: string }
  | { write: { path: string; text: string } }
  | { run: string }
  /** A tool of br-tui, whatever prefix the agent gives it. */
  | { tool: string; input: object }
  /** No request is taken for so many seconds. */
  | { limited: number }
  /** An answer of this status: 401 refuses the key, 500 is the server's own trouble. */
  | { fails: number }
  /** No answer comes at all. */
  | { silent: true }

export type Call = Extract<Move, { write: object } | { run: string } | { tool: string }>
export type Said = Call | { say: string }
export type Failure = Extract<Move, { limited: number } | { fails: number }>

/** What a tool of br-tui is called among those that are offered; Claude Code only names it in its prompt. */
export const offered = (tools: string[], name: string): string =>
  tools.find((each) => each.endsWith(`_${name}`)) ?? `mcp__br-tui__${name}`

/** A request as every protocol tells it. */
export interface Asked {
  model: string
  /** All that people and the agent's own program said. */
  text: string
  /** How many results of tools came back since the last prompt of a person. */
  results: number
  /** The tools that are offered, by name. */
  tools: string[]
}

/** How one provider says things. */
export interface Dialect {
  /** Of the paths that ask for an answer. */
  path: RegExp
  read(body: unknown, path: string): Asked
  /** The whole answer, as the events of a stream. */
  events(move: Said, asked: Asked): object[]
  /** The body of an answer that is an error. */
  error(move: Failure): object
}
