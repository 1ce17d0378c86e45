import { dirname } from 'node:path'

/** Passed to every git call, also to those that go through simple-git. */
export const safeConfig = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'submodule.recurse=false',
] as const

/** Set here, so that simple-git can be told to let exactly these through. */
export const safeVariables = (dir: string) => ({
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  // A plain look at a worktree takes its index lock, and then the worker's own commit fails.
  GIT_OPTIONAL_LOCKS: '0',
  // An agent could otherwise show us other content under the id of a commit.
  GIT_NO_REPLACE_OBJECTS: '1',
  // A folder that lost its .git must not become part of a repository that lies above it.
  GIT_CEILING_DIRECTORIES: dirname(dir),
  // Unlike -c protocol.ext.allow=never this one also reaches the git that serves a fetch.
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
})

/** The environment without any GIT_* of the caller: an inherited GIT_DIR would send every call elsewhere. */
export function safeEnvironment(dir: string): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  return { ...Object.fromEntries(kept), ...safeVariables(dir) }
}
