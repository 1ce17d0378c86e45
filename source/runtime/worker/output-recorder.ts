import type { LogFile } from './log-file.ts'
import type { Masker } from './mask.ts'
import { createOutputFilter } from './output-filter.ts'

export interface OutputRecorder {
  out(bytes: Uint8Array): void
  err(bytes: Uint8Array): void
  end(): void
}

/** How long a line may stay unfinished before its beginning is shown, in ms. */
const idle = 150

const lineEnd = Buffer.from('\n')

/** Puts what the agent prints into the log, filtered, and tells when the log has grown. */
export function createOutputRecorder(masker: Masker, log: LogFile, onGrown: () => void): OutputRecorder {
  let lastWriter: 'out' | 'err' | null = null
  let isMidLine = false

  const record = (writer: 'out' | 'err', bytes: Buffer) => {
    if (bytes.length === 0) return
    // One stream's unfinished line must not run into a line of the other.
    const whole = isMidLine && lastWriter !== writer ? Buffer.concat([lineEnd, bytes]) : bytes
    lastWriter = writer
    isMidLine = bytes.at(-1) !== lineEnd[0]
    if (log.append(whole)) onGrown()
  }

  const channel = (writer: 'out' | 'err') => {
    const filter = createOutputFilter(masker)
    let timer: NodeJS.Timeout | undefined
    return {
      push: (bytes: Uint8Array) => {
        clearTimeout(timer)
        record(writer, filter.push(bytes))
        if (filter.isHolding()) timer = setTimeout(() => record(writer, filter.flush()), idle)
      },
      end: () => {
        clearTimeout(timer)
        record(writer, filter.end())
      },
    }
  }

  const out = channel('out')
  const err = channel('err')
  return {
    out: out.push,
    err: err.push,
    end: () => {
      out.end()
      err.end()
    },
  }
}
