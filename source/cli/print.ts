import { type Problem, sentence } from '../model/result.ts'

export type ExitCode = 0 | 1 | 2 | 3 | 4

/** A problem on stderr, and the exit code that goes with it. */
export function complain(problem: Problem, exit: ExitCode = 1): ExitCode {
  process.stderr.write(`${sentence(problem)}\n`)
  return exit
}

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}
