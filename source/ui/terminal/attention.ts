import { plainText } from '../../text/plain.ts'

/** What tells one terminal from another; the process's environment is one. */
export interface TerminalKind {
  TERM?: string
  TMUX?: string
  STY?: string
  VTE_VERSION?: string
}

export const BELL = '\x07'

/**
 * A notification of the desktop. Many terminals know both sequences and would show it twice, so each gets one:
 * 777 where nothing else is known, 9 everywhere else.
 */
export function notification(text: string, kind: TerminalKind): string {
  const sentence = sayable(text)
  const knows777 = kind.VTE_VERSION !== undefined || /^(rxvt|foot)/.test(kind.TERM ?? '')
  // Without a name before it, a sentence that begins with a number would be a command to some terminals.
  const sequence = knows777 ? `\x1b]777;notify;br-tui;${sentence}\x07` : `\x1b]9;br-tui: ${sentence}\x07`
  return throughMultiplexer(sequence, kind)
}

/** The title of the terminal's window, or of its pane in a multiplexer. */
export const terminalTitle = (text: string): string => `\x1b]0;${sayable(text)}\x07`

/** Puts text on the clipboard of the terminal, which may be at the other end of an SSH connection. */
export function copyText(text: string, kind: TerminalKind): string {
  const sequence = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`
  const through = throughMultiplexer(sequence, kind)
  // tmux takes one or lets the other through, as it is set up; to copy the same twice does no harm.
  return through === sequence ? sequence : sequence + through
}

/** tmux keeps copied text to itself as it comes. Over SSH only TERM tells, where tmux names itself there. */
export const isTmux = ({ TERM = '', TMUX }: TerminalKind): boolean => Boolean(TMUX) || TERM.startsWith('tmux')

const LONGEST = 200

/** A semicolon would end the part of the sequence that the text stands in. */
const sayable = (text: string): string =>
  plainText(text)
    .replace(/[\s;]+/g, (gap) => (gap.includes(';') ? ', ' : ' '))
    .trim()
    .slice(0, LONGEST)
    .toWellFormed()

/** GNU screen takes no longer strings. */
const SCREEN_LIMIT = 700

function throughMultiplexer(sequence: string, { TERM = '', TMUX, STY }: TerminalKind): string {
  if (STY && !TMUX) {
    const parts = sequence.match(new RegExp(`[^]{1,${SCREEN_LIMIT}}`, 'g')) ?? []
    return parts.map((part) => `\x1bP${part}\x1b\\`).join('')
  }
  // Over SSH only TERM tells.
  if (!TMUX && !/^(screen|tmux)/.test(TERM)) return sequence
  return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`
}
