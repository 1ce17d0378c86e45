import { access, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { fetchCommits, missingCommits } from './commits.ts'
import { configText, readConfig, settingsToBring } from './config.ts'
import { git } from './git.ts'
import { configChangedNote, guardConfig, rememberConfig } from './guard-config.ts'
import { mergeAttributes } from './merge-attributes.ts'

export interface CloneRequest {
  /** Root of the user's checkout. */
  source: string
  path: string
  /** The commit the clone is needed for; brought in when it is not there. */
  base: string
}

/** The bare clone that workspaces hang off. A second call finds it made and brings in `base`. */
export const ensureWorkClone = (request: CloneRequest) => ensureClone(request, async () => [])

/**
 * The second clone, in which checkpoints are composed and which no worker's folder leads to. Merging by plumbing
 * reads no .gitattributes, so the merge attributes of `base` are set here once: a stream's own do not count.
 */
export const ensureLandClone = (request: CloneRequest) =>
  ensureClone(request, (clone) => mergeAttributes(clone, request.base))

type Attributes = (clone: string) => Promise<string[]>

async function ensureClone({ source, path, base }: CloneRequest, attributes: Attributes) {
  const notes: string[] = []
  if (await exists(path)) {
    if (await guardConfig(path)) notes.push(configChangedNote)
  } else {
    const made = await makeClone(source, path, base, attributes)
    if (!made.ok) return made
  }
  const there = await bringIn(path, source, base)
  return there.ok ? ok({ notes }) : there
}

/** Made under another name and renamed at the end, so that a crash never leaves half a clone in its place. */
async function makeClone(source: string, path: string, base: string, attributes: Attributes) {
  const making = `${path}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(dirname(path), { recursive: true })
  const cloned = await cloneBare(source, making)
  if (!cloned.ok) return cloned
  const dropped = await dropOwnRefs(making)
  if (!dropped.ok) return dropped
  const settled = await bringSettings(source, making)
  if (!settled.ok) return settled
  const there = await bringIn(making, source, base)
  if (!there.ok) return there
  const extra = await attributes(making)
  if (extra.length > 0) await prepend(join(making, 'info', 'attributes'), extra)
  await rememberConfig(path, making)
  await rename(making, path)
  return ok(undefined)
}

async function cloneBare(source: string, making: string) {
  const args = ['clone', '--quiet', '--bare', '--template=']
  const linked = await git(dirname(making), [...args, '--local', '--', source, making])
  // --local refuses some object folders (links in them), which the slower way copies.
  return linked.ok ? linked : git(dirname(making), [...args, '--no-local', '--', source, making])
}

/** br/… in the clone belongs to this session alone; what an earlier one published must not pass for its work. */
async function dropOwnRefs(clone: string) {
  const refs = await git(clone, [
    'for-each-ref',
    '--format=delete %(refname)',
    'refs/heads/br',
    'refs/tags/br',
  ])
  if (!refs.ok || refs.value.stdout === '') return refs
  return git(clone, ['update-ref', '--stdin'], { input: refs.value.stdout })
}

async function bringSettings(source: string, clone: string): Promise<Result<undefined>> {
  const [theirs, ours, common] = await Promise.all([
    readConfig(source),
    git(clone, ['config', '--local', '--list', '-z']),
    git(source, ['rev-parse', '--path-format=absolute', '--git-common-dir']),
  ])
  if (!theirs.ok) return theirs
  if (!ours.ok) return ours
  if (!common.ok) return common
  const commonDir = common.value.stdout.replace(/\n$/, '')
  const format = ours.value.stdout.split('\0').find((entry) => entry.startsWith('extensions.objectformat\n'))
  const settings = [
    { key: 'core.repositoryformatversion', value: format ? '1' : '0' },
    ...(format ? [{ key: 'extensions.objectformat', value: format.split('\n')[1]! }] : []),
    ...settingsToBring(theirs.value, source),
    { key: 'core.bare', value: 'true' },
    // git's default lost every commit in a power cut; this costs some 11 ms a commit.
    { key: 'core.fsync', value: 'all' },
    { key: 'gc.auto', value: '0' },
    { key: 'maintenance.auto', value: 'false' },
    { key: 'remote.origin.url', value: source },
    { key: 'remote.origin.pushurl', value: 'pushing-is-disabled-in-a-br-tui-workspace' },
    // Large files are not in the object store; without this every commit would point at files nobody has.
    ...((await exists(join(commonDir, 'lfs')))
      ? [{ key: 'lfs.storage', value: join(commonDir, 'lfs') }]
      : []),
  ]
  await writeFile(join(clone, 'config'), configText(settings), { flush: true })
  await mkdir(join(clone, 'info'), { recursive: true })
  for (const name of ['exclude', 'attributes']) {
    await copyFile(join(commonDir, 'info', name), join(clone, 'info', name)).catch(() => undefined)
  }
  return ok(undefined)
}

async function bringIn(clone: string, source: string, base: string): Promise<Result<undefined>> {
  const missing = await missingCommits(clone, [base])
  if (!missing.ok) return missing
  if (missing.value.length === 0) return ok(undefined)
  const fetched = await fetchCommits(clone, source, missing.value)
  if (fetched.ok) return ok(undefined)
  return problem(`Commit ${base} could not be brought in from ${source}: ${fetched.error.message}`)
}

/** First in the file: what the user's own info/attributes says comes later and wins. */
async function prepend(file: string, lines: string[]) {
  const own = await readFile(file, 'utf8').catch(() => '')
  await writeFile(file, `${lines.join('\n')}\n${own}`)
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
