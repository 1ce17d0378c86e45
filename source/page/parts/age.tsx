/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { ageText } from '../../text/age.ts'

/** One clock for all ages of a page; it stands still while nobody sees it. */
const listeners = new Set<(now: number) => void>()
let timer: ReturnType<typeof setInterval> | null = null

function follow(listener: (now: number) => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    const now = Date.now()
    for (const tell of listeners) tell(now)
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** How long ago; the same words as on the terminal's screen. Drawn again only when it reads differently. */
export function Age({ at }: { at: number }) {
  const [text, setText] = useState(ageText(at, Date.now()))
  useEffect(() => {
    setText(ageText(at, Date.now()))
    return follow((now) => setText(ageText(at, now)))
  }, [at])
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
      {text}
    </time>
  )
}
