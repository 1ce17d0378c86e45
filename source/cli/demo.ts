import type { ExitCode } from './print.ts'

export async function demo(_dir: string | undefined, _options: unknown): Promise<ExitCode> {
  return 1
}
