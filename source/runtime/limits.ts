const MB = 1e6
const DAY = 24 * 3_600_000

/** How much is kept of what grows, whoever looks after it. The doctor says them; docs/recovery.md has them all. */
export const LIMITS = {
  /** Bytes, in two files. */
  history: 64 * MB,
  /** Of what could not be read of the history and was moved aside, bytes. */
  torn: 16 * MB,
  /** A host that begins writes over one that is larger, bytes. */
  hostLog: MB,
  archive: { files: 100, bytes: 256 * MB },
  testLogs: { files: 500, bytes: 256 * MB },
  /** Of each clone; more of them are packed. */
  looseObjects: 10_000,
  /** What is damaged and was moved aside, ms since it was last changed. */
  aside: 30 * DAY,
  /** The same of dependencies nobody has wanted. */
  dependencies: 30 * DAY,
  /** Less room than this on the disk is too little, bytes. */
  leastFree: 1e9,
  /** What was changed within this time is spared as long as there is room, ms: somebody may want to look at it. */
  fresh: DAY,
}
