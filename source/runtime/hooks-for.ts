import type { Runtime } from './context.ts'
import { effectiveHooks, writeHooks } from './git/hooks.ts'
import { locateRepository } from './git/locate.ts'

/**
 * Gives git in a workspace our hooks, by its environment: no file of anybody is changed, and the repository's own have
 * their turn behind them. A courtesy to the worker, who hears at once what would be given back later: `--no-verify` and
 * whoever unsets it find the same checks when the batch ends.
 */
export async function hooksFor(
  { root, program }: Runtime,
  folder: string,
): Promise<{ env: Record<string, string>; write: () => Promise<void> }> {
  const repository = await locateRepository(root)
  const previous = repository && (await effectiveHooks(repository))
  if (!previous?.ok) return { env: {}, write: async () => {} }
  return {
    env: { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: folder },
    write: () => writeHooks(folder, { program, previous: previous.value }),
  }
}
