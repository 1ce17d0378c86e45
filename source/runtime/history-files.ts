/** A history is two files: the one that is written, and the one before it. */
export const historyFiles = (path: string): { newest: string; older: string; coming: string } => ({
  newest: path,
  older: beside(path, '.1'),
  /** Only while a new one is begun; holds no event that is not in one of the others. */
  coming: beside(path, '.new'),
})

const beside = (path: string, mark: string): string => path.replace(/(\.jsonl)?$/, `${mark}$1`)

/** The first line of a file that went on from another: the session once the event of that number had happened. */
export const SO_FAR = 'session-so-far'
