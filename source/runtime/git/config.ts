import { isAbsolute, join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'

/** One setting as git sees it; a key without `=` counts as true. */
export interface ConfigEntry {
  key: string
  value: string
}

/** All settings in force in `dir`, whichever file they come from. */
export async function readConfig(dir: string): Promise<Result<ConfigEntry[]>> {
  const listed = await git(dir, ['config', '--list', '--includes', '-z'])
  if (!listed.ok) return listed
  const entries = listed.value.stdout.split('\0').slice(0, -1)
  return ok(
    entries.map((entry) => {
      const at = entry.indexOf('\n')
      return at < 0 ? { key: entry, value: 'true' } : { key: entry.slice(0, at), value: entry.slice(at + 1) }
    }),
  )
}

export const isPartialClone = (entries: ConfigEntry[]) =>
  entries.some(
    ({ key, value }) =>
      key === 'extensions.partialclone' || (/^remote\..*\.promisor$/s.test(key) && value !== 'false'),
  )

/**
 * The settings that decide who commits and what a file's bytes become. They are copied by their value in force:
 * a conditional include of the user's (`gitdir:~/projects/`) does not match a clone that lies elsewhere.
 */
export function settingsToBring(entries: ConfigEntry[], root: string): ConfigEntry[] {
  return entries
    .filter(({ key }) => brought.has(key) || broughtSections.some((section) => key.startsWith(section)))
    .map(({ key, value }) => (pathKeys.has(key) ? { key, value: absolute(root, value) } : { key, value }))
}

const pathKeys = new Set(['core.excludesfile', 'core.attributesfile'])
const brought = new Set([
  ...pathKeys,
  'user.name',
  'user.email',
  'user.signingkey',
  'commit.gpgsign',
  'core.autocrlf',
  'core.eol',
  'core.safecrlf',
  'core.ignorecase',
  'core.precomposeunicode',
  'core.filemode',
  'core.symlinks',
  'core.longpaths',
  'i18n.commitencoding',
])
const broughtSections = ['gpg.', 'author.', 'committer.', 'filter.lfs.', 'lfs.']

const absolute = (root: string, path: string) =>
  path === '' || isAbsolute(path) || path.startsWith('~') || path.startsWith('%(') ? path : join(root, path)

/** Settings as text of a config file. Written by us in one go: a process per setting costs 3 ms each. */
export function configText(entries: ConfigEntry[]): string {
  return entries
    .map(({ key, value }) => {
      const first = key.indexOf('.')
      const last = key.lastIndexOf('.')
      const section = key.slice(0, first)
      const subsection = first === last ? '' : ` "${key.slice(first + 1, last).replace(/["\\]/g, '\\$&')}"`
      return `[${section}${subsection}]\n\t${key.slice(last + 1)} = "${escaped(value)}"\n`
    })
    .join('')
}

const escaped = (value: string) =>
  value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\b', '\\b')
