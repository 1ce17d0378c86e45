import { plainText } from '../plain-text.ts'
import { diffLines } from './line-changes.ts'
import { commandText, inputText, shortPath } from './tool-line.ts'
import { type Diff, diffsOf, outputsOf, type ToolCall } from './update.ts'

/**
 * All that is known of a call, as a page to read: its diffs like a diff's lines, everything else indented, so that
 * nothing an agent says looks like a line of ours. `clean`: takes out secrets and what a terminal would obey. It is
 * given each text by itself, before anything is put in front of its lines: a key over many lines is known by them.
 */
export function callText(
  call: ToolCall,
  { cwd, clean }: { cwd: string; clean: (text: string) => string },
): string {
  const diffs = diffsOf(call)
  const paths = (call.locations ?? []).map(({ path }) => path)
  const others = new Set(paths.filter((path) => diffs.every((diff) => diff.path !== path)))
  const command = commandText(call)
  const told = outputsOf(call)
  const parts = [
    ...[call.title, ...[...others].map((path) => shortPath(path, cwd))].map((text) => indented(clean(text))),
    command === null ? '' : indented(`$ ${clean(command)}`),
    command === null && diffs.length === 0 ? indented(clean(inputText(call.rawInput) ?? '')) : '',
    ...diffs.map((diff) => diffText(diff, { cwd, clean })),
    indented(clean(told.length > 0 ? told.join('\n') : (inputText(call.rawOutput) ?? ''))),
  ]
  return [...new Set(parts.filter((part) => part.trim() !== ''))].join('\n')
}

export const indented = (text: string): string =>
  text
    .split('\n')
    .map((each) => `    ${each}`)
    .join('\n')

function diffText(diff: Diff, { cwd, clean }: { cwd: string; clean: (text: string) => string }): string {
  const [oldText, newText] = [diff.oldText ?? '', diff.newText].map((text) => clean(plainText(text))) as [
    string,
    string,
  ]
  const path = clean(shortPath(diff.path, cwd)).replaceAll('\n', ' ')
  return [`diff ${path}`, ...diffLines({ ...diff, oldText, newText })].join('\n')
}
