import { maskOwn } from './worker/mask.ts'

/** What a process of ours dies of goes into its log, which is a file: what went wrong with may hold a secret. */
export function maskCrash(): void {
  process.on('uncaughtException', (error) => {
    process.stderr.write(
      `${maskOwn(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    )
    process.exit(1)
  })
}
