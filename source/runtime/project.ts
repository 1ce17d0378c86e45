import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Detected, detect } from '../engine/detect.ts'
import { READ_FILES } from '../engine/test-tools.ts'
import { type ProjectConfig, projectConfigSchema } from '../model/config.ts'
import { ok, problem, type Result } from '../model/result.ts'
import { listNames, readFileAt } from './git/read.ts'

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
  const texts = await readTexts(root, commit, names.value)
  return ok({ config: config.value, detected: detect({ names: names.value, texts }) })
}

/** One that cannot be read tells nothing. */
async function readTexts(root: string, commit: string, names: string[]): Promise<Record<string, string>> {
  const wanted = READ_FILES.filter((name) => names.includes(name))
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
