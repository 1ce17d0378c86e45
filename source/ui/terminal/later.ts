/** Runs something after a while, unless the returned function is called before. Tests give their own. */
export type Later = (run: () => void, milliseconds: number) => () => void

export const later: Later = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}
