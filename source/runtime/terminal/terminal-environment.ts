/** They describe the terminal that br-tui itself is in, which is another one. */
const OUTER = [
  ...['COLUMNS', 'LINES', 'WINDOWID', 'STY', 'TMUX', 'TMUX_PANE'],
  ...['TERM_PROGRAM', 'TERM_PROGRAM_VERSION', 'TERM_SESSION_ID', 'VTE_VERSION', 'KITTY_WINDOW_ID'],
]

/** They would turn git on another repository than the one of the workspace (`git rev-parse --local-env-vars`). */
const ELSEWHERE =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|CONFIG.*|GRAFT_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|SHALLOW_FILE|NAMESPACE|CEILING_DIRECTORIES)$/

/**
 * The environment of a terminal in a pane: the person's own, as their shell has it. Of our variables only where br-tui
 * keeps its state; above all never BR_RUN, which would make them a worker. The mark is what `stop` finds everything by
 * that was started there.
 */
export function terminalEnvironment(person: Record<string, string>, session: string): Record<string, string> {
  const isTheirs = (name: string) =>
    !OUTER.includes(name) && !ELSEWHERE.test(name) && (!name.startsWith('BR_') || name === 'BR_HOME')
  const kept = Object.entries(person).filter(([name]) => isTheirs(name))
  return { ...Object.fromEntries(kept), TERM: 'xterm-256color', BR_TERMINAL: session }
}
