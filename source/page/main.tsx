/** @jsxImportSource preact */
/// <reference lib="dom" />
import { render } from 'preact'
import { Page } from './parts/page.tsx'
import { type Parts, partsWith, viewOf } from './view/parts-of-view.ts'

/** What the browser runs: hears what changes and draws that. It sends nothing. */
let known: { instance: string; parts: Parts } = { instance: '', parts: {} }
let isDrawn = true
const place = document.getElementById('page') as HTMLElement
const line = document.createElement('p')
line.id = 'connection'
line.setAttribute('role', 'status')
document.body.append(line)

const draw = () => {
  isDrawn = true
  const view = viewOf(known.parts)
  document.title = `${view.head.waiting.length > 0 ? `▲ ${view.head.waiting.length} ` : ''}${view.head.title} · br-tui`
  render(<Page view={view} />, place)
}

const source = new EventSource('/events')
source.onopen = () => say('')
source.onmessage = ({ data }) => {
  const { instance, parts } = JSON.parse(data) as { instance: string; parts: Parts }
  if (known.instance === '') place.replaceChildren()
  // Another host: nothing of what the last one said is known to be so.
  known = { instance, parts: partsWith(instance === known.instance ? known.parts : {}, parts) }
  if (!isDrawn) return
  isDrawn = false
  // However often news come, a frame is drawn once.
  requestAnimationFrame(draw)
}
source.onerror = () =>
  say(
    source.readyState === EventSource.CLOSED
      ? "The page's host is gone, or wants its token anew: type 'dashboard' in br-tui."
      : 'The connection is lost; what you see is what was last known.',
  )

function say(text: string): void {
  line.textContent = text
  line.hidden = text === ''
}
