export interface Paced {
  /** There is something to do: at once, or as soon as the time since the last one is over. */
  call(): void
  /** Does what is still to be done, now. */
  flush(): void
}

/** Does the work at most once in so many ms, the last call never left out. No timer runs while nothing is called. */
export function paced(milliseconds: number, work: () => void): Paced {
  let timer: NodeJS.Timeout | null = null
  let isCalled = false
  const run = () => {
    isCalled = false
    timer = setTimeout(() => {
      timer = null
      if (isCalled) run()
    }, milliseconds)
    work()
  }
  return {
    call: () => {
      isCalled = true
      if (timer === null) run()
    },
    flush: () => {
      if (!isCalled) return
      isCalled = false
      if (timer) clearTimeout(timer)
      timer = null
      work()
    },
  }
}
