import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startWorker, type WaitingWorker } from './launch-worker.ts'

/**
 * Worker processes that boot while agents run, so that a batch which waits for a free worker starts at once. They end
 * by themselves when this process does: their input ends.
 */
export interface SpareWorkers {
  /** How many there should be from now on; at once, unless other work is starting. */
  keep(count: number, isBusy: boolean): void
  take(): WaitingWorker | null
  close(): void
}

/** What is starting now comes first; spares take the processor from it no more. In ms. */
const settling = 500

export function keepSpareWorkers({ program, folder }: { program: string[]; folder: string }): SpareWorkers {
  let spares: WaitingWorker[] = []
  let wanted = 0
  let made = 0
  let timer: NodeJS.Timeout | undefined

  const add = () => {
    made += 1
    const spare = startWorker({ program, errors: join(folder, `spare-${process.pid}-${made}.err`) })
    const drop = () => {
      if (!spares.includes(spare)) return
      spares = spares.filter((each) => each !== spare)
      rmSync(spare.errors, { force: true })
    }
    // One that dies unused is not replaced before somebody asks again: it would die again.
    spare.child.once('error', drop)
    spare.child.once('exit', drop)
    spare.child.unref()
    spares.push(spare)
  }

  const settle = () => {
    while (spares.length > wanted) end(spares.pop() as WaitingWorker)
    while (spares.length < wanted) add()
  }

  const end = ({ child, errors }: WaitingWorker) => {
    child.stdin?.end()
    rmSync(errors, { force: true })
  }

  return {
    keep: (count, isBusy) => {
      if (count === wanted) return
      wanted = count
      clearTimeout(timer)
      timer = setTimeout(settle, isBusy ? settling : 0)
    },
    take: () => {
      const spare = spares.shift() ?? null
      // Whoever took it waits no longer; a new one is made when somebody else does.
      if (spare) wanted = Math.max(0, wanted - 1)
      return spare
    },
    close: () => {
      clearTimeout(timer)
      wanted = 0
      settle()
    },
  }
}
