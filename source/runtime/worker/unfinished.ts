/** The bytes of a line whose end has not come. */
export interface Unfinished {
  isEmpty(): boolean
  /** Keeps more of it. False: the line would be too long, and all is as before. */
  hasTaken(bytes: Uint8Array): boolean
  /** All of it with these bytes behind, which then is held no more. */
  takeWith(bytes: Uint8Array): Buffer
}

/** `longest` in bytes. Holds copies: whoever reads a program uses one place again and again. */
export function createUnfinished(longest: number): Unfinished {
  let place = Buffer.allocUnsafe(256)
  let length = 0

  const grow = (size: number) => {
    const larger = Buffer.allocUnsafe(2 * size)
    larger.set(place.subarray(0, length))
    place = larger
  }

  return {
    isEmpty: () => length === 0,
    hasTaken: (bytes) => {
      const size = length + bytes.length
      if (size > longest) return false
      if (size > place.length) grow(size)
      place.set(bytes, length)
      length = size
      return true
    },
    takeWith: (bytes) => {
      const all = Buffer.concat([place.subarray(0, length), bytes])
      length = 0
      return all
    },
  }
}
