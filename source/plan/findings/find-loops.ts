/**
 * Loops in a graph of who needs whom, each once, at most twenty: a person mends them one by one. Without recursion,
 * because a chain of a hundred thousand is no deeper than another list here.
 */
export const findLoops = (needs: ReadonlyMap<string, readonly string[]>): string[][] => {
  const loops: string[][] = []
  const seen = new Set<string>()
  for (const start of needs.keys()) {
    const place = new Map<string, number>()
    const path: { id: string; next: number }[] = []
    const enter = (id: string) => {
      seen.add(id)
      place.set(id, path.length)
      path.push({ id, next: 0 })
    }
    if (!seen.has(start)) enter(start)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const id = needs.get(top.id)?.[top.next]
      top.next += 1
      if (id === undefined) {
        place.delete(top.id)
        path.pop()
      } else if (place.has(id)) {
        if (id !== top.id) loops.push([...path.slice(place.get(id)).map((each) => each.id), id])
        if (loops.length >= mostLoops) return loops
      } else if (needs.has(id) && !seen.has(id)) enter(id)
    }
  }
  return loops
}

const mostLoops = 20
