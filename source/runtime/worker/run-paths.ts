import { dirname, join } from 'node:path'

/** Where everything of a run lies. */
export interface RunPaths {
  spec: string
  command: string
  prompt: string
  decisions: string
  status: string
  said: string
  log: string
  calls: string
  exit: string
  tmp: string
  steps: string
  errors: string
  claim: string
}

export function runPaths(dir: string): RunPaths {
  return {
    spec: join(dir, 'run.json'),
    command: join(dir, 'command.json'),
    prompt: join(dir, 'prompt.md'),
    decisions: join(dir, 'decisions.md'),
    // In a folder of its own: the worker watches that folder, and must not be woken by each write to the log.
    status: join(dir, 'status', 'status.json'),
    said: saidPath(join(dir, 'status', 'status.json')),
    log: join(dir, 'output.log'),
    calls: join(dir, 'calls.jsonl'),
    exit: join(dir, 'exit.json'),
    tmp: join(dir, 'tmp'),
    steps: join(dir, 'steps.sh'),
    errors: join(dir, 'worker.err'),
    claim: join(dir, 'claim.json'),
  }
}

/** Beside the status file, whose path an agent's programs are given: one watch is enough for both. */
export const saidPath = (statusFile: string): string => join(dirname(statusFile), 'said.jsonl')
