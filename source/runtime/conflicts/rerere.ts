import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from '../git/git.ts'
import { mergeIn, type Versions, withVersions } from './merge-file.ts'

/**
 * An answer that was given to the same conflict before, or null. `git rerere` does not look at what merge-tree makes,
 * so it is shown a worktree with this one file. It knows a conflict by its lines, whatever the file and the sides are.
 */
export const replay = (land: string, conflict: Versions): Promise<string | null> =>
  withRerere(conflict, async ({ gitDir, marked, run, read }) => {
    const store = answersIn(land)
    await mkdir(store, { recursive: true })
    await symlink(store, join(gitDir, 'rr-cache'))
    if (!(await run())) return null
    const text = await read()
    return text === marked ? null : text
  })

/** Keeps the answer to a conflict, in the place of one that was given before. */
export const learn = (land: string, conflict: Versions, answer: string): Promise<unknown> =>
  withRerere(conflict, async ({ gitDir, run, write }) => {
    // In a store of its own first: with an earlier answer at hand git would take that, and record nothing.
    if (!(await run())) return
    await write(answer)
    if (!(await run())) return
    const made = join(gitDir, 'rr-cache')
    for (const id of await readdir(made)) {
      const place = join(answersIn(land), id)
      await rm(`${place}.new`, { recursive: true, force: true })
      await cp(join(made, id), `${place}.new`, { recursive: true })
      await rm(place, { recursive: true, force: true })
      await rename(`${place}.new`, place)
    }
  })

const answersIn = (land: string): string => join(land, 'rr-cache')

interface Rerere {
  gitDir: string
  marked: string
  run: () => Promise<boolean>
  read: () => Promise<string>
  write: (text: string) => Promise<void>
}

/** A git folder that lives as long as the question: what git is at belongs to nobody else, and no lock is left. */
async function withRerere<T>(versions: Versions, use: (rerere: Rerere) => Promise<T>): Promise<T | null> {
  return withVersions(versions, async (folder) => {
    const merged = await mergeIn(folder, ['--marker-size=7'])
    if (!merged.ok) return null
    const [gitDir, tree] = [join(folder, 'git'), join(folder, 'tree')]
    for (const each of [tree, join(gitDir, 'objects'), join(gitDir, 'refs')])
      await mkdir(each, { recursive: true })
    await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n')
    const write = (text: string) => writeFile(join(tree, 'file'), text, 'latin1')
    await write(merged.value)
    const env = { GIT_DIR: gitDir, GIT_WORK_TREE: tree }
    const set = await git(tree, ['update-index', '--index-info'], { env, input: UNMERGED })
    if (!set.ok) return null
    const options = ['rerere.enabled=true', 'rerere.autoUpdate=false'].flatMap((each) => ['-c', each])
    return use({
      ...{ gitDir, marked: merged.value, write },
      run: async () => (await git(tree, [...options, 'rerere'], { env })).ok,
      read: () => readFile(join(tree, 'file'), 'latin1'),
    })
  })
}

// rerere asks the index only whether a path is in conflict, never what its contents are.
const UNMERGED = [1, 2, 3].map((stage) => `100644 ${`${stage}`.repeat(40)} ${stage}\tfile\n`).join('')
