import { execa } from 'execa'

/** How many are asked for in one call: a list of arguments has an end. */
const AT_ONCE = 500

/**
 * What each of them takes up on the disk, bytes; one that is gone or closed to us has none. Asked of `du`, as a process
 * that lets all others go first: dependencies are tens of thousands of files, and a host has panes to serve meanwhile.
 */
export async function sizesOf(paths: readonly string[], stopped?: AbortSignal): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const { stdout } = await execa(
      'nice',
      ['-n', '19', 'du', '-sk', '--', ...paths.slice(at, at + AT_ONCE)],
      { reject: false, stdin: 'ignore', stderr: 'ignore', ...(stopped && { cancelSignal: stopped }) },
    )
    for (const line of stdout.split('\n')) {
      const [, kilobytes, path] = /^(\d+)\t(.+)$/.exec(line) ?? []
      if (path !== undefined) sizes.set(path, Number(kilobytes) * 1024)
    }
  }
  return sizes
}

/** The same of all of them together. */
export const sizeOf = async (...paths: string[]): Promise<number> =>
  [...(await sizesOf(paths)).values()].reduce((sum, bytes) => sum + bytes, 0)
