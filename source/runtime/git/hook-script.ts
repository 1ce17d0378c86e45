import { quote, split } from 'shlex'

/** Names git runs a hook by (githooks(5)), but those that only a server runs. */
export const HOOK_NAMES = [
  ...['applypatch-msg', 'pre-applypatch', 'post-applypatch', 'pre-commit', 'pre-merge-commit'],
  ...['prepare-commit-msg', 'commit-msg', 'post-commit', 'pre-rebase', 'post-checkout', 'post-merge'],
  ...['pre-push', 'pre-auto-gc', 'post-rewrite', 'sendemail-validate', 'post-index-change'],
  ...['reference-transaction', 'push-to-checkout', 'fsmonitor-watchman'],
] as const
export type HookName = (typeof HOOK_NAMES)[number]

const MARK = '# Made by br-tui'

export const isOurHook = (text: string): boolean => text.includes(MARK)

/** The hook that has its turn after ours, whether or not it is there; of a script of ours. */
export const previousOf = (script: string): string =>
  split(/^previous=(.*)$/m.exec(script)?.[1] ?? '')[0] ?? ''

/**
 * A hook of ours: before a commit it looks at what is staged, then the hook that was there before has its turn, from
 * the top of the worktree, as git runs it. A program that is gone lets nothing pass: nobody looked.
 */
export function hookScript(
  name: HookName,
  { program, previous }: { program: readonly string[]; previous: string },
): string {
  return [
    '#!/bin/sh',
    `${MARK}: 'br-tui hook uninstall' puts back what was here before.`,
    ...(name === 'pre-commit' || name === 'pre-merge-commit' ? look(program) : []),
    `previous=${quote(previous)}`,
    'if [ -f "$previous" ] && [ -x "$previous" ]; then exec "$previous" "$@"; fi',
    'exit 0',
    '',
  ].join('\n')
}

const look = (program: readonly string[]): string[] => [
  `for part in ${program.map((part) => quote(part)).join(' ')}; do`,
  '  if [ ! -e "$part" ]; then',
  '    echo "br-tui is not where it was ($part), so nothing was looked at." >&2',
  `    echo "Install it and run 'br-tui hook install', or take the hook away." >&2`,
  '    exit 1',
  '  fi',
  'done',
  `${program.map((part) => quote(part)).join(' ')} hook run || exit $?`,
]
