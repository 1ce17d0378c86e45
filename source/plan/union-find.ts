/** Things by number that come together in pairs. The smallest number of a set stands for it. */
export class UnionFind {
  readonly #parent: number[]

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, index) => index)
  }

  find(member: number): number {
    let root = member
    while (this.#parent[root] !== root) root = this.#parent[root] as number
    for (let at = member; at !== root; ) {
      const next = this.#parent[at] as number
      this.#parent[at] = root
      at = next
    }
    return root
  }

  join(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].sort((x, y) => x - y) as [number, number]
    this.#parent[high] = low
  }

  /** For every member who stands for its set. */
  labels(): number[] {
    return this.#parent.map((_, member) => this.find(member))
  }
}
