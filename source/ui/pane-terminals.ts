import type { ClientMessage, HostMessage } from '../model/message.ts'
import type { TerminalSize } from '../model/screen.ts'
import type { UiEffect, UiEvent } from './state/ui.ts'

type Wanted = Extract<UiEffect, { type: 'open-terminal' }>

export interface PaneTerminals {
  open: (wanted: Wanted) => void
  heard: (message: HostMessage) => void
}

/** Where there is no place for it yet; it is told its size when somebody types in it. */
const SMALL: TerminalSize = { columns: 80, rows: 24 }

/** Asks the host for terminals in panes. Where none can be there, the person gets one outside of the screen. */
export function createPaneTerminals({
  send,
  dispatch,
  sizeOf,
  openOutside,
  env,
}: {
  send: (message: ClientMessage) => void
  dispatch: (event: UiEvent) => void
  /** Null: the pane is not on the screen. */
  sizeOf: (pane: string) => TerminalSize | null
  openOutside: (folder: string) => Promise<void>
  env: Record<string, string>
}): PaneTerminals {
  const asked = new Map<number, Wanted>()
  let request = 0

  const opened = async ({
    request,
    problem,
    isUnable,
  }: Extract<HostMessage, { type: 'terminal-opened' }>) => {
    const wanted = asked.get(request)
    asked.delete(request)
    if (!wanted) return
    if (problem === null) return dispatch({ type: 'terminal-opened', stream: wanted.stream })
    if (isUnable) await openOutside(wanted.folder)
    dispatch({
      type: 'flashed',
      text: isUnable ? `Opened outside: ${problem}` : problem,
    })
  }

  return {
    open: (wanted) => {
      request += 1
      asked.set(request, wanted)
      const { stream, program } = wanted
      send({ type: 'open-terminal', request, stream, program, size: sizeOf(stream) ?? SMALL, env })
    },
    heard: (message) => {
      if (message.type === 'terminals') dispatch(message)
      if (message.type === 'terminal-opened') void opened(message)
    },
  }
}
