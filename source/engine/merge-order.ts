/**
 * The order in which streams are put together so that as many as possible fit: those with few conflicts first. A
 * stream that is given up takes its conflicts with it, so the counts are made anew each time.
 */
export function mergeOrder(streams: string[], conflicts: { a: string; b: string }[]): string[] {
  const left = new Set(streams)
  const givenUp: string[] = []
  const order: string[] = []
  const rivals = (id: string, among: Set<string>) =>
    conflicts.filter(({ a, b }) => (a === id && among.has(b)) || (b === id && among.has(a))).length
  while (left.size > 0) {
    const next = [...left].reduce((best, id) => (rivals(id, left) < rivals(best, left) ? id : best))
    left.delete(next)
    order.push(next)
    for (const { a, b } of conflicts) {
      const rival = a === next ? b : b === next ? a : null
      if (rival !== null && left.delete(rival)) givenUp.push(rival)
    }
  }
  // Tried all the same, last: a conflict of two may be none once a third is in between.
  return [...order, ...givenUp]
}
