import { PORTS_EACH } from './lease-ports.ts'
import type { RunPaths } from './run-paths.ts'

/** What every program of ours may know of the environment br-tui was started in. */
const basics = ['PATH', 'HOME', 'LANG', 'TERM', 'SHELL', 'USER', 'LOGNAME', 'TZ']
// PWD alone is the folder one is in.
const sensitive = /KEY|TOKEN|SECRET|PASSW|PASSPHRASE|_PASS$|_PWD$|CREDENTIAL/i

/** Whether a variable of this name is likely to hold a secret. */
export const isSensitiveName = (name: string): boolean => sensitive.test(name)

/** The whole environment of an agent: an allow-list, and where it finds its batch. */
export function agentEnvironment(
  parent: NodeJS.ProcessEnv,
  order: {
    allow: string[]
    run: string
    session: string
    stream: string
    batch: string
    paths: RunPaths
    model: string | null
    /** The first of its ports; null: none are left. */
    ports: number | null
  },
): Record<string, string> {
  const { allow, run, session, stream, batch, paths, model, ports } = order
  return {
    // Most servers for development listen there. A person who passes their own PORT on has a reason.
    ...(ports === null ? {} : { PORT: String(ports) }),
    ...basicEnvironment(parent, allow),
    ...(ports === null
      ? {}
      : { BR_PORT_BASE: String(ports), BR_PORTS: `${ports}-${ports + PORTS_EACH - 1}` }),
    GIT_TERMINAL_PROMPT: '0',
    TMPDIR: paths.tmp,
    BR_RUN: run,
    BR_SESSION: session,
    BR_STREAM: stream,
    BR_BATCH: batch,
    BR_COMMAND_FILE: paths.command,
    BR_STATUS_FILE: paths.status,
    BR_PROMPT_FILE: paths.prompt,
    BR_DECISIONS_FILE: paths.decisions,
    ...(model === null ? {} : { BR_MODEL: model }),
  }
}

/**
 * The environment of tests and setup commands: what an agent gets, without anything that looks like a key. They
 * run code that agents wrote, so they carry BR_RUN too, and may approve as little as an agent may.
 */
export function testEnvironment(
  parent: NodeJS.ProcessEnv,
  { allow, run }: { allow: string[]; run: string },
): Record<string, string> {
  const harmless = allow.filter((name) => !isSensitiveName(name))
  return { ...basicEnvironment(parent, harmless), GIT_TERMINAL_PROMPT: '0', BR_RUN: run }
}

/**
 * The allow-list itself. Git's own variables never pass, whoever asks: an inherited GIT_DIR would turn every git
 * call of an agent on another repository. Ours do not either: they say whose process this is.
 */
export function basicEnvironment(parent: NodeJS.ProcessEnv, allow: string[]): Record<string, string> {
  const wanted = new Set([...basics, ...allow])
  const isWanted = (name: string) =>
    (wanted.has(name) || name.startsWith('LC_')) && !name.startsWith('GIT_') && !name.startsWith('BR_')
  const passed: Record<string, string> = {}
  for (const [name, value] of Object.entries(parent)) {
    if (value !== undefined && isWanted(name)) passed[name] = value
  }
  return passed
}
