import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import type { Deed } from '../../../policy/judge.ts'
import { commandOf } from './tool-line.ts'
import { diffsOf, type ToolCall } from './update.ts'
import { insidePath } from './workspace-files.ts'

/** Longer ones a person has not seen whole, so nobody can allow them for good. */
const LONGEST_KEYED = 8000

/** What a call would do, as far as rules can speak of it. `cwd`: a real path. */
export async function deedOf(call: ToolCall, cwd: string): Promise<Deed> {
  const command = commandOf(call)
  const paths = changedPaths(call)
  return {
    commands: command === null ? [] : [command],
    files: await Promise.all(paths.map((path) => fileOf(path, cwd))),
    isWhole: command === null ? call.kind === 'edit' : call.kind === 'execute' && runsIn(call, cwd),
  }
}

/** The same text for the same deed and no other; null: it is too long, or of nothing that can be told. */
export function deedKey(call: ToolCall, cwd: string): string | null {
  const command = commandOf(call)
  const input = call.rawInput ?? null
  const paths = changedPaths(call).map((path) => resolve(cwd, path))
  // The same file may be changed again in another way; everything else must be the same to the letter.
  const what = paths.length > 0 && command === null ? { paths } : { command, paths, input, title: call.title }
  if (command === null && paths.length === 0 && input === null) return null
  const text = JSON.stringify({ kind: call.kind, ...what })
  return text.length > LONGEST_KEYED ? null : createHash('sha256').update(text).digest('hex')
}

const CHANGING = ['edit', 'delete', 'move']
const PATH_NAMES = ['file_path', 'filePath', 'path', 'abs_path', 'notebook_path']

function changedPaths(call: ToolCall): string[] {
  const told = CHANGING.includes(call.kind)
    ? [
        ...(call.locations ?? []).map(({ path }) => path),
        ...PATH_NAMES.flatMap((name) => textField(call.rawInput, name) ?? []),
      ]
    : []
  return [...new Set([...diffsOf(call).map(({ path }) => path), ...told])]
}

/** A file as rules name it. */
export async function fileOf(path: string, cwd: string): Promise<Deed['files'][number]> {
  const asked = resolve(cwd, path)
  try {
    const real = await insidePath(cwd, asked)
    const isLink = (await lstat(real).catch(() => null))?.isSymbolicLink() ?? false
    const inside = relative(cwd, real)
    return { path: isLink ? null : inside, names: [inside, relative(cwd, asked)] }
  } catch {
    return { path: null, names: [relative(cwd, asked)] }
  }
}

/** A command elsewhere is another command. */
function runsIn({ rawInput }: ToolCall, cwd: string): boolean {
  const place = ['cwd', 'workdir', 'directory'].flatMap((name) => textField(rawInput, name) ?? [])[0]
  return place === undefined || resolve(cwd, place) === cwd
}

function textField(input: unknown, name: string): string | null {
  if (typeof input !== 'object' || input === null) return null
  const value = (input as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : null
}
