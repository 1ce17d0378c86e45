import type { Later } from '../../../../source/ui/terminal/later.ts'

/** Time that passes when the test says so. */
export function waits() {
  const waiting = new Map<() => void, number>()
  const later: Later = (run, milliseconds) => {
    const entry = () => run()
    waiting.set(entry, milliseconds)
    return () => waiting.delete(entry)
  }
  return {
    later,
    /** How long the waits that are under way take. */
    pending: () => [...waiting.values()],
    /** Everything that is waited for happens. */
    pass: () => {
      const due = [...waiting.keys()]
      waiting.clear()
      for (const run of due) run()
    },
  }
}
