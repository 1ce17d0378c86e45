import { mkdir, mkdtemp, readdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { samplePlan } from '../demo/plan.ts'
import { sampleFiles } from '../demo/sample.ts'
import { ok, problem, type Result } from '../model/result.ts'
import { git } from '../runtime/git/git.ts'

/** Where the demo takes place. */
export interface DemoPlace {
  root: string
  /** What br-tui keeps of it: apart from the state of the person's real work. */
  state: string
  plan: string
  /** What to remove afterwards to be rid of all of it. */
  traces: string[]
}

/** Makes the repository that the demo runs on, in a folder that is empty or not there yet. */
export async function makeDemoRepository(
  dir: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Result<DemoPlace>> {
  try {
    const place = dir === undefined ? await temporary(env) : await placeIn(dir, env)
    return place.ok ? await fill(place.value) : place
  } catch (error) {
    return problem(`The demo cannot be made there: ${(error as Error).message}.`, 'Name a folder of yours.')
  }
}

async function temporary(env: NodeJS.ProcessEnv): Promise<Result<DemoPlace>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'br-tui-demo-')))
  const root = join(folder, 'pocket-text')
  await mkdir(root)
  return ok({
    root,
    state: env.BR_HOME || join(folder, 'state'),
    plan: join(root, 'PLAN.md'),
    traces: [folder],
  })
}

async function placeIn(dir: string, env: NodeJS.ProcessEnv): Promise<Result<DemoPlace>> {
  const wanted = resolve(dir)
  const beside = join(dirname(wanted), `${basename(wanted)}-state`)
  for (const folder of env.BR_HOME ? [wanted] : [wanted, beside]) {
    const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => error.code)
    if (there === 'ENOTDIR') return problem(`${folder} is a file.`, 'Name an empty folder, or a new one.')
    if (!Array.isArray(there) || there.length === 0) continue
    const mend =
      folder === beside ? 'Remove it, or name another folder' : 'Name an empty folder, or a new one'
    return problem(`${folder} is not empty.`, `${mend}: br-tui demo DIR`)
  }
  await mkdir(wanted, { recursive: true })
  // git names a repository by its real path, and so must everything here.
  const root = await realpath(wanted)
  const state = env.BR_HOME || join(dirname(root), `${basename(root)}-state`)
  return ok({ root, state, plan: join(root, 'PLAN.md'), traces: env.BR_HOME ? [root] : [root, state] })
}

async function fill(place: DemoPlace): Promise<Result<DemoPlace>> {
  const { root, plan } = place
  const begun = await inTurn(root, [
    ['init', '--quiet', '--initial-branch=main'],
    // Its own name, and nothing signed: what somebody has set up for git must not stop a demo, or ask for a passphrase.
    ['config', 'user.name', 'br-tui demo'],
    ['config', 'user.email', 'demo@example.com'],
    ['config', 'commit.gpgsign', 'false'],
    ['config', 'core.autocrlf', 'false'],
  ])
  if (!begun.ok) return begun
  for (const [name, text] of Object.entries(sampleFiles)) await writeFile(join(root, name), text)
  await writeFile(plan, samplePlan())
  const committed = await inTurn(root, [
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'Begin with a plan'],
  ])
  return committed.ok ? ok(place) : committed
}

async function inTurn(root: string, steps: string[][]): Promise<Result<undefined>> {
  for (const step of steps) {
    const ran = await git(root, step)
    if (!ran.ok) return ran
  }
  return ok(undefined)
}

/** Everything of the checkout that nobody but its owner may change, as one text. */
export async function checkoutFingerprint(root: string): Promise<string> {
  const said = [
    ['rev-parse', 'HEAD'],
    ['symbolic-ref', 'HEAD'],
    ['status', '--porcelain', '--ignored'],
  ]
  const answers = await Promise.all(said.map((args) => gitText(root, args)))
  const files = await Promise.all(
    ['.git/index', '.git/config'].map((file) => readFile(join(root, file), 'base64')),
  )
  return [...answers, ...files].join('\n')
}

/** What git says, or nothing where it has no answer. */
export async function gitText(root: string, args: string[]): Promise<string> {
  const said = await git(root, args)
  return said.ok ? said.value.stdout.trimEnd() : ''
}
