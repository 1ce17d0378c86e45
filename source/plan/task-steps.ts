export interface ShellBlock {
  info: string
  text: string
}

/** Shell blocks under a task: ```sh is what it does, ```sh on-conflict and ```sh on-repair what mends it. */
export const stepsOf = (code: ShellBlock[], wanted: 'task' | 'conflict' | 'repair'): string[] =>
  code
    .filter(({ info }) => /^(?:sh|bash|shell)\b/.test(info))
    .filter(({ info }) => (/\son-(conflict|repair)\b/.exec(info)?.[1] ?? 'task') === wanted)
    .map(({ text }) => text)
