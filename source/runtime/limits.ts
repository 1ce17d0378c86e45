const MB = 1024 ** 2

/** How much is kept of what grows, whoever looks after it. The doctor says them; docs/recovery.md has them all. */
export const LIMITS = {
  /** Bytes, in two files. */
  history: 64 * MB,
  /** Of what could not be read of the history and was moved aside, bytes. */
  torn: 16 * MB,
  archive: { files: 100, bytes: 256 * MB },
  testLogs: { files: 500, bytes: 256 * MB },
}
