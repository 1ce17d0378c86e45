import { watch } from 'node:fs'

/**
 * Calls back when something in the folder may have changed, once for everything that happens within `ms`; only for
 * files of the name, if one is given. Where watching is impossible, nothing is called.
 */
export function watchFolder(
  folder: string,
  { name: wanted = null, ms }: { name?: string | null; ms: number },
  onChange: () => void,
): { close(): void } {
  let timer: NodeJS.Timeout | null = null
  const look = () => {
    timer = null
    onChange()
  }
  try {
    // The folder and not a file, which may not exist yet and may be replaced. A write is several events.
    const watcher = watch(folder, (_, name) => {
      if (wanted === null || name === null || name === wanted) timer ??= setTimeout(look, ms)
    })
    watcher.on('error', () => watcher.close())
    return {
      close: () => {
        watcher.close()
        if (timer) clearTimeout(timer)
      },
    }
  } catch {
    return { close: () => {} }
  }
}
