/** `target.push(...values)` overflows the stack on a list of a hundred thousand, and a hostile plan has one. */
export const append = <T>(target: T[], values: Iterable<T>): void => {
  for (const value of values) target.push(value)
}
