import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Detected, detect } from '../engine/detect.ts'
import { READ_FILES } from '../engine/test-tools.ts'
import { workspaceGlobs, workspacePackages } from '../engine/workspace-globs.ts'
import { type ProjectConfig, projectConfigSchema } from '../model/config.ts'
import { ok, problem, type Result } from '../model/result.ts'
import { listNames, listTree, readFileAt } from './git/read.ts'

export interface Project {
  config: ProjectConfig
  detected: Detected
}

const MEGABYTE = 1024 * 1024

/** What a repository says of itself at a commit: its configuration, how it is tested and installed. */
export async function readProject(root: string, commit: string): Promise<Result<Project>> {
  const [names, text] = await Promise.all([
    listNames(root, commit),
    readFileAt(root, commit, 'br.config.json', MEGABYTE),
  ])
  if (!names.ok) return names
  if (!text.ok) return text
  const config = parseConfig(text.value)
  if (!config.ok) return config
  const texts = await readTexts(
    root,
    commit,
    READ_FILES.filter((name) => names.value.includes(name)),
  )
  const packages = await readPackages(root, commit, workspaceGlobs(texts))
  return ok({ config: config.value, detected: detect({ names: names.value, texts, packages }) })
}

/** As many as a person might look at; who has more says at the top how they are tested. */
const MOST_PACKAGES = 200

/** By folder. */
async function readPackages(root: string, commit: string, globs: string[]): Promise<Record<string, string>> {
  const paths = globs.length > 0 ? await listTree(root, commit) : ok([])
  const files = paths.ok ? workspacePackages(paths.value, globs).slice(0, MOST_PACKAGES) : []
  const texts = await readTexts(root, commit, files)
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path.slice(0, path.lastIndexOf('/')), text]),
  )
}

/** One that cannot be read tells nothing. */
async function readTexts(root: string, commit: string, wanted: string[]): Promise<Record<string, string>> {
  const read = await Promise.all(
    wanted.map(async (name) => {
      const text = await readFileAt(root, commit, name, MEGABYTE)
      return text.ok && text.value !== null ? ([[name, text.value]] as const) : []
    }),
  )
  return Object.fromEntries(read.flat())
}

function parseConfig(text: string | null): Result<ProjectConfig> {
  if (text === null) return ok({})
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return problem(`br.config.json is no JSON: ${(error as Error).message}.`, 'Mend it and commit.')
  }
  const parsed = projectConfigSchema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  return problem(`br.config.json is not valid: ${z.prettifyError(parsed.error)}`, 'Mend it and commit.')
}

/** What a person trusts once: exactly these commands, whoever changes one of them asks again. */
export const trustHash = (commands: string[]): string =>
  createHash('sha256').update(JSON.stringify(commands)).digest('hex')
