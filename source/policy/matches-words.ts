/**
 * Whether words fit a pattern, one for one: `*` in a word of the pattern stands for any text of that word, and the
 * word `**` for any number of words, also none. The words may be those of a command or the steps of a path.
 */
export const matchesWords = (pattern: string[], words: string[]): boolean =>
  fits(pattern, words, { isAny: (word) => word === '**', equal: matchesWord })

const matchesWord = (pattern: string, word: string): boolean =>
  fits([...pattern], [...word], { isAny: (each) => each === '*', equal: (a, b) => a === b })

/**
 * Goes back to the last "any" only, and that is enough: what an earlier one could still take, the last one can take
 * too. So the time is the product of both lengths at most, whatever an agent writes.
 */
function fits(
  pattern: string[],
  items: string[],
  { isAny, equal }: { isAny: (part: string) => boolean; equal: (part: string, item: string) => boolean },
): boolean {
  let at = 0
  let back = { pattern: -1, item: 0 }
  for (let item = 0; item < items.length; ) {
    const part = pattern[at]
    if (part !== undefined && isAny(part)) {
      at += 1
      back = { pattern: at, item }
    } else if (part !== undefined && equal(part, items[item] as string)) {
      at += 1
      item += 1
    } else if (back.pattern >= 0) {
      back = { ...back, item: back.item + 1 }
      at = back.pattern
      item = back.item
    } else return false
  }
  return pattern.slice(at).every(isAny)
}

/** The same with gaps: every word of the pattern comes somewhere behind the one before it, the first one first. */
export function comesIn(pattern: string[], words: string[]): boolean {
  let from = 0
  return pattern
    .filter((word) => word !== '**')
    .every((word, index) => {
      const found = words.findIndex((each, at) => at >= from && matchesWord(word, each))
      from = found + 1
      return found === 0 || (found > 0 && (index > 0 || pattern[0] === '**'))
    })
}
