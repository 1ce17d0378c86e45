import { relative } from 'node:path'
import { oneLine, plainText } from '../plain-text.ts'
import { changedLines } from './line-changes.ts'
import { type Diff, diffsOf, type ToolCall } from './update.ts'

/** What a call does, on one line: `edit core/a.py +3 -1`, `execute npm test`. */
export function toolLine(call: Omit<ToolCall, 'toolCallId' | 'status'>, cwd: string): string {
  const diffs = diffsOf(call)
  const path = diffs[0]?.path ?? call.locations?.[0]?.path
  const isOfFiles = ['edit', 'read', 'delete', 'move'].includes(call.kind)
  const what = isOfFiles && path !== undefined ? shortPath(path, cwd) : (commandText(call) ?? call.title)
  const verb = call.kind === '' || call.kind === 'other' ? '' : call.kind
  const text = what.toLowerCase().startsWith(verb) ? what : `${verb} ${what}`
  const more = diffs.length > 1 ? ` and ${diffs.length - 1} more` : ''
  return oneLine(`${text}${more}${counts(diffs)}`, 200)
}

/** All of what would be done, for the person who is to allow it. */
export function toolDetail(call: Omit<ToolCall, 'toolCallId' | 'status'>, cwd: string): string {
  const changes = diffsOf(call).map(
    (diff) => `${shortPath(diff.path, cwd)}\n${changedLines(diff).map(spaced).join('\n')}`,
  )
  const input = commandText(call) ?? (changes.length > 0 ? null : inputText(call.rawInput))
  const text = [call.title, input, ...changes].filter((each) => each !== null && each !== '').join('\n')
  const plain = plainText(text)
  return plain.length > LONGEST_DETAIL
    ? `${plain.slice(0, LONGEST_DETAIL)}\n… ${plain.length - LONGEST_DETAIL} characters more`
    : plain
}

const spaced = (line: string): string => `${line[0]} ${line.slice(1)}`

const LONGEST_DETAIL = 8000

/** Text for a shell, or the words themselves. */
export function commandOf({ rawInput }: Pick<ToolCall, 'rawInput'>): string | string[] | null {
  const command = (rawInput as { command?: unknown } | null | undefined)?.command
  if (typeof command === 'string') return command
  return Array.isArray(command) ? command.map(String) : null
}

export function commandText(call: Pick<ToolCall, 'rawInput'>): string | null {
  const command = commandOf(call)
  return Array.isArray(command) ? command.join(' ') : command
}

export const inputText = (input: unknown): string | null => {
  if (input === undefined || input === null) return null
  return typeof input === 'string' ? input : JSON.stringify(input, null, 2)
}

/** A path in the workspace as seen from there; one outside as it is, so that it is noticed. */
export function shortPath(path: string, cwd: string): string {
  const inside = relative(cwd, path)
  return inside !== '' && !inside.startsWith('..') && path.startsWith('/') ? inside : path
}

function counts(diffs: Diff[]): string {
  const lines = diffs.flatMap(changedLines)
  if (lines.length === 0) return ''
  const added = lines.filter((line) => line.startsWith('+')).length
  return ` +${added} -${lines.length - added}`
}
