/** How long a test waits for something to become true before it says what it waited for, ms. */
const PATIENCE = 20_000

/** The work's own result, or an error that says what did not come. */
export async function within<T>(work: Promise<T>, what: () => string, patience = PATIENCE): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain for ${what()}`)), patience)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
