import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { makeRepo, type Repo } from './repo.ts'

export interface StreamText {
  days?: number
  tasks?: string[]
  after?: string
  contracts?: string
}

/** A plan of phases as a person writes one; every stream has a name of its own. */
export const planText = (...phases: Record<string, StreamText>[]): string =>
  ['# A Small Build', ...phases.map(phaseText)].join('\n\n')

const phaseText = (streams: Record<string, StreamText>, index: number): string =>
  [
    `### Phase ${index}: Part ${index} - PARALLEL`,
    ...Object.entries(streams).map(
      ([name, { days = 1, tasks = ['The work'], after, contracts }]) => `#### Stream: ${name} (${days} days)
**Files:**
- \`${name.toLowerCase()}.txt\`
${contracts ? `\n**Contracts:** \`${contracts}\`\n` : ''}${after ? `\n**Depends on:** ${after}\n` : ''}
**Work:**
${tasks.map((task, number) => `${number + 1}. ${task}`).join('\n')}`,
    ),
  ].join('\n\n')

// Every file in checks/ is a test that passes or throws: a runner that takes no time to start.
const CHECK = `import { readdirSync } from 'node:fs'
const names = readdirSync('checks').sort()
let red = 0
for (const [index, name] of names.entries()) {
  const ok = await import('./checks/' + name).then(() => 'ok', () => 'not ok')
  if (ok !== 'ok') red += 1
  console.log(ok + ' ' + (index + 1) + ' - ' + name)
}
console.log('# pass ' + (names.length - red))
process.exitCode = red ? 1 : 0
`

interface ProjectShape {
  files?: Record<string, string>
  config?: Record<string, unknown>
}

/** A repository whose tests are the files in checks/. */
export const makeProject = ({ files = {}, config = {} }: ProjectShape = {}): Repo =>
  makeRepo({
    files: {
      'README.md': 'hello\n',
      'check.mjs': CHECK,
      'checks/base.mjs': '',
      'br.config.json': JSON.stringify({ tests: { smoke: 'node check.mjs' }, ...config }),
      ...files,
    },
  })

/** A workspace as git and its owner see it: files, index and branch. */
export const stateOf = (inside: Repo) => ({
  files: fingerprint(inside.root),
  index: readFileSync(join(inside.git('rev-parse', '--absolute-git-dir'), 'index')).toString('base64'),
  head: inside.git('rev-parse', 'HEAD'),
  branch: inside.git('symbolic-ref', 'HEAD'),
})

/**
 * Everything of a checkout that is its owner's, path by path: the files, and of .git all but objects and the
 * references under br/.
 */
export function fingerprint(root: string): Record<string, string> {
  const found: Record<string, string> = {}
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder)) {
      const path = join(folder, entry)
      const name = relative(root, path)
      if (/^\.git\/(objects|(logs\/)?refs\/(heads|tags)\/br)$/.test(name)) continue
      const stats = lstatSync(path)
      if (stats.isDirectory()) walk(path)
      else if (stats.isSymbolicLink()) found[name] = readlinkSync(path)
      else found[name] = createHash('sha256').update(readFileSync(path)).digest('hex')
    }
  }
  walk(root)
  return found
}
