/** Runs work one after another for the same key; different keys do not wait for each other. */
export function turns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => undefined)
    last.set(key, settled)
    // Forgotten when it was the last in line, so that the map does not grow with every key ever used.
    settled.then(() => {
      if (last.get(key) === settled) last.delete(key)
    })
    return mine
  }
}
