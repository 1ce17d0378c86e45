/** Alternate screen, title kept, cursor hidden, no wrapping at the edge, pastes bracketed, all blank. */
export const ENTER_SCREEN = '\x1b[?1049h\x1b[22;0t\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[0m\x1b[2J\x1b[H'

/** First ends what may have been cut off in the middle: a string for the terminal, a frame; then undoes all of it. */
export const LEAVE_SCREEN = '\x1b\\\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[23;0t\x1b[?1049l'

export interface ScreenMode {
  enter: () => void
  leave: () => void
  /** For a crash and the last moment: written before it returns, and it never throws. */
  restore: () => void
}

/** Enters and leaves the screen, each at most once in a row. */
export function createScreenMode(
  write: (text: string) => void,
  writeSync: (text: string) => void,
  isEntered = false,
): ScreenMode {
  let isOn = isEntered
  const change = (on: boolean, how: (text: string) => void) => {
    if (isOn === on) return
    isOn = on
    how(on ? ENTER_SCREEN : LEAVE_SCREEN)
  }
  return {
    enter: () => change(true, write),
    leave: () => change(false, write),
    restore: () => {
      try {
        change(false, writeSync)
      } catch {
        // The terminal is gone, and with it what was to be restored.
      }
    },
  }
}
