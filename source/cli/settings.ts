import { ok, problem, type Result } from '../model/result.ts'
import { openPerson } from '../runtime/person.ts'
import { actions } from '../ui/keys/actions.ts'
import { keyMap } from '../ui/keys/key-map.ts'
import type { ScreenInput } from '../ui/link.ts'
import { chooseTheme } from '../ui/theme.ts'

/** How the person wants the screen, on the terminal that `look` tells of; their settings are found by `env`. */
export function readSettings(
  env: NodeJS.ProcessEnv,
  look: Record<string, string | undefined> = env,
): Result<Pick<ScreenInput, 'theme' | 'keys' | 'notifies' | 'opensOutside'>> {
  const person = openPerson(env)
  if (!person.ok) return person
  const { theme: setting, notifications: notifies, keys: overrides, open } = person.value
  const keys = keyMap(actions, overrides)
  if (!keys.ok)
    return problem(`Your settings in ${person.value.path}: ${keys.error.message}`, keys.error.mend)
  return ok({
    theme: chooseTheme({ env: look, setting }),
    keys: keys.value,
    notifies,
    opensOutside: open === 'outside',
  })
}
