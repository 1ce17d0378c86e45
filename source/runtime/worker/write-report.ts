import { closeSync, constants, fsyncSync, openSync, writeSync } from 'node:fs'
import { ok, problem, type Result } from '../../model/result.ts'
import { maskOwn } from './mask.ts'
import { maskValues } from './mask-values.ts'
import { saidPath } from './run-paths.ts'
import { LONGEST, readBounded, readSaid, type Said } from './status-file.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** The agent's side of the file protocol: what our tools write for it. */

/**
 * Changes what the status file says and keeps everything else that the agent, or a program of its, has written there.
 * Reading and replacing is one step of this process; what somebody else writes at that very moment is theirs again.
 */
export function changeStatus(path: string, change: (before: StatusWords) => Partial<StatusWords>): void {
  const before = parse(readBounded(path))
  const listed = Array.isArray(before.completed_tasks) ? before.completed_tasks.map(String) : []
  const words = { status: String(before.status ?? 'running'), completed_tasks: listed }
  writeWholeFile(path, `${JSON.stringify({ ...before, ...words, ...maskValues(change(words), maskOwn) })}\n`)
}

interface StatusWords {
  status: string
  completed_tasks: string[]
  needs?: string
  note?: string
}

/** Adds a line for good: unlike the status file, nobody replaces it, so nothing that was said is lost. */
export function addSaid(statusFile: string, said: Said): Result<void> {
  const path = saidPath(statusFile)
  if (readSaid(path).length >= LONGEST.said) {
    return problem(`This batch has said ${LONGEST.said} things already, and no more are taken.`)
  }
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW
  const file = openSync(path, flags, 0o600)
  try {
    writeSync(file, `${JSON.stringify(maskValues(said, maskOwn))}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return ok(undefined)
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}
