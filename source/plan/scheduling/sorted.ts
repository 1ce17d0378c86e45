/** A short list that stays sorted by ascending keys, equal ones as they came. */
export class Sorted {
  count = 0
  private readonly items: Int32Array
  private readonly keyOf: (item: number) => number

  constructor(size: number, keyOf: (item: number) => number) {
    this.items = new Int32Array(size)
    this.keyOf = keyOf
  }

  add(item: number): void {
    const key = this.keyOf(item)
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.keyOf(this.items[middle] as number) <= key) low = middle + 1
      else high = middle
    }
    this.items.copyWithin(low + 1, low, this.count)
    this.items[low] = item
    this.count += 1
  }

  at(index: number): number {
    return this.items[index] as number
  }

  least(): number {
    return this.count > 0 ? this.keyOf(this.items[0] as number) : Infinity
  }

  take(): number {
    const first = this.items[0] as number
    this.remove(0)
    return first
  }

  remove(index: number): void {
    this.items.copyWithin(index, index + 1, this.count)
    this.count -= 1
  }
}
