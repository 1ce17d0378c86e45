import { ACTION_GROUPS, type Action, KEY_MODES, type KeyMap, type KeyMode } from './action.ts'

export type HelpRow =
  | { kind: 'title'; text: string }
  /** The keys while typing, in keys mode, and in what lies over the panes; and what they do. */
  | { kind: 'action'; name: string; typing: string[]; keys: string[]; elsewhere: string[]; summary: string }

/** What every key does now, for people. One row of the help each, so that it can be scrolled. */
export function helpRows({ actions, modes }: KeyMap): HelpRow[] {
  const chords = new Map(actions.map((action) => [action, chordsByMode(modes, action)]))
  return Object.entries(ACTION_GROUPS).flatMap(([group, text]) => [
    { kind: 'title', text },
    ...actions
      .filter((action) => action.group === group)
      .map((action): HelpRow => {
        const of = chords.get(action) as Record<KeyMode, string[]>
        return {
          kind: 'action',
          name: action.name,
          typing: shown([...of.typing, ...of.empty]),
          keys: shown([...of.keys, ...of.found]),
          elsewhere: shown([
            ...of.terminal,
            ...of.replay,
            ...of.sheet,
            ...of.copy,
            ...of.chooser,
            ...of.gone,
          ]),
          summary: action.summary,
        }
      }),
  ])
}

const chordsByMode = (modes: KeyMap['modes'], action: Action): Record<KeyMode, string[]> =>
  Object.fromEntries(
    KEY_MODES.map((mode) => [
      mode,
      [...modes[mode]].filter(([, each]) => each === action).map(([chord]) => chord),
    ]),
  ) as Record<KeyMode, string[]>

/** Each once; a row of digits as '1…9'. */
function shown(chords: string[]): string[] {
  const runs: { before: string; first: number; last: number }[] = []
  for (const chord of new Set(chords)) {
    const digit = /^(.*-)?(\d)$/.exec(chord)
    const before = digit ? (digit[1] ?? '') : chord
    const number = digit ? Number(digit[2]) : NaN
    const run = runs.at(-1)
    if (run && run.before === before && run.last + 1 === number) run.last = number
    else runs.push({ before, first: number, last: number })
  }
  return runs.map(({ before, first, last }) => {
    if (Number.isNaN(first)) return before
    return first === last ? `${before}${first}` : `${before}${first}…${last}`
  })
}
