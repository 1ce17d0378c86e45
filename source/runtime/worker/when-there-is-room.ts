import { setTimeout as delay } from 'node:timers/promises'

/** How long a full disk is waited out, ms: nobody tells when there is room again. */
const LONGEST = 60 * 60_000

/** Does it again, ever more rarely, while the disk is full. Throws whatever else is the matter at once. */
export async function whenThereIsRoom(write: () => void, longest = LONGEST): Promise<void> {
  const begun = performance.now()
  for (let pause = 100; ; pause = Math.min(2000, pause * 2)) {
    try {
      return write()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const isFull = code === 'ENOSPC' || code === 'EDQUOT'
      if (!isFull || performance.now() - begun > longest) throw error
    }
    await delay(pause)
  }
}
