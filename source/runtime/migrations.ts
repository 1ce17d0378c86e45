/**
 * What older br-tui wrote, brought to what this one reads, a version at a time. A field that is merely new needs none of
 * this: it has a default in its schema. Each version has a saved session under tests/fixtures/sessions/.
 */
export interface Migration {
  from: number
  /** What is different in the next version. */
  what: string
  migrate: (db: Record<string, unknown>) => Record<string, unknown>
}

export const MIGRATIONS: readonly Migration[] = [
  {
    from: 1,
    what: 'a checksum, and how many events of the history it holds',
    migrate: (db) => ({ ...db, events: 0 }),
  },
]

/** The version that this br-tui writes. */
export const VERSION = 2

export function migrated(db: Record<string, unknown>): Record<string, unknown> {
  const next = MIGRATIONS.find(({ from }) => from === db.version)
  return next ? migrated({ ...next.migrate(db), version: next.from + 1 }) : db
}
