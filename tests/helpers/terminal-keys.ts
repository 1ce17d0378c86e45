/** What a terminal sends for keys that are no text, in its normal cursor mode. */
const NAMED: Record<string, string> = {
  enter: '\r',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  esc: '\x1b',
  backspace: '\x7f',
  delete: '\x1b[3~',
  space: ' ',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
}

/** `enter`, `ctrl-c`, `alt-left`, `alt-b`, or a single character. */
export function keyBytes(key: string, { applicationCursor = false } = {}): string {
  const named = NAMED[key]
  if (named !== undefined)
    return applicationCursor && /^\x1b\[[A-DHF]$/.test(named) ? `\x1bO${named.at(-1)}` : named
  const [, held = '', rest = ''] = /^(ctrl|alt)-(.+)$/.exec(key) ?? []
  if (held === 'ctrl' && /^[a-z[\]\\^_@]$/.test(rest))
    return String.fromCharCode(rest.toUpperCase().charCodeAt(0) & 0x1f)
  if (held === 'alt') {
    const arrow = /^\x1b\[([A-D])$/.exec(NAMED[rest] ?? '')
    return arrow ? `\x1b[1;3${arrow[1]}` : `\x1b${keyBytes(rest)}`
  }
  if ([...key].length === 1) return key
  throw new Error(`There is no key '${key}'.`)
}
