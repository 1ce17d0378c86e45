import { distinct, filesInList, isOutside } from '../../find-files.ts'
import { type Frontmatter, readFrontmatters } from '../../frontmatter.ts'
import { plainText } from '../../plain-text.ts'

export interface GsdPlan {
  key: string
  /** As other plans call it: `01-02`. */
  name: string
  phase: string
  title: string
  line: number
  wave: number
  files: string[]
  dependsOn: { name: string; line: number }[]
  /** At least one: a plan whose tasks cannot be read is a task itself. */
  tasks: GsdTask[]
}

export interface GsdTask {
  title: string
  files: string[]
  line: number
}

export const readGsdPlans = (lines: string[]): GsdPlan[] => {
  const heads = readFrontmatters(lines).filter(
    ({ fields }) => fields.has('wave') || fields.has('files_modified'),
  )
  return heads.map((head, index) => {
    const end = (heads[index + 1]?.line ?? lines.length + 1) - 1
    return planOf(head, String(index), lines.slice(head.bodyLine - 1, end))
  })
}

const planOf = ({ line, bodyLine, fields }: Frontmatter, key: string, body: string[]): GsdPlan => {
  const word = (name: string) => plainText(fields.get(name)?.values[0] ?? '', 80)
  const phase = word('phase')
  const name = [/^\d+(?:\.\d+)?/.exec(phase)?.[0] ?? phase, word('plan').replace(/^.*-(?=\d)/, '')]
    .filter(Boolean)
    .join('-')
  const title = titleOf(body) || word('title') || word('description')
  const tasks = readTasks(body, bodyLine)
  const dependsOn = fields.get('depends_on')
  return {
    key,
    name: name || `plan-${Number(key) + 1}`,
    phase,
    title,
    line,
    wave: Number(word('wave')) || 1,
    files: inside(fields.get('files_modified')?.values.flatMap(filesInList) ?? []),
    dependsOn: (dependsOn?.values ?? []).map((value) => ({ name: value, line: dependsOn?.line ?? line })),
    tasks: tasks.length > 0 ? tasks : [{ title: title || `Plan ${name}`, files: [], line }],
  }
}

/** The first sentence of the objective, or the first heading. */
const titleOf = (body: string[]): string => {
  const at = body.findIndex((line) => /^\s*<objective>|^#{1,3}\s+Objective\b/i.test(line))
  const said =
    at < 0
      ? undefined
      : [(body[at] ?? '').replace(/^\s*(?:<objective>|#.*)/i, ''), ...body.slice(at + 1, at + 6)].find(
          (line) => line.trim() !== '',
        )
  const heading = body.find((line) => /^#{1,2}\s/.test(line))?.replace(/^#+\s+/, '')
  const text = (said ?? heading ?? '').replaceAll('**', '').replace(/<[^>]{0,40}>/g, '')
  return plainText(text.split(/\.\s/)[0] ?? '', 80)
}

/** `<task type="auto"><name>…</name><files>…</files>`, or `### Task 1: …` with `**Files:** …` below it. */
const readTasks = (body: string[], from: number): GsdTask[] => {
  const tasks: GsdTask[] = []
  let open: 'files' | 'action' | null = null
  let fenced = false
  for (const [index, raw] of body.entries()) {
    const line = raw.slice(0, 2000)
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced
    if (fenced) continue
    const task = tasks.at(-1)
    const begun = /^\s*<task\b([^>]{0,200})>/i.exec(line)
    const heading = /^#{2,4}\s+(?:Task|Step)\s+[\d.]{1,9}[a-z]?\s?[:.—–-]\s*(.+)$/i.exec(line)
    if (begun || heading) {
      const kind = /type="checkpoint:([\w-]+)"/i.exec(begun?.[1] ?? '')?.[1]
      tasks.push({
        title: heading ? plainText(heading[1] ?? '') : kind ? `Checkpoint: ${kind}` : '',
        files: [],
        line: from + index,
      })
      open = null
    }
    const last = tasks.at(-1) ?? task
    if (!last) continue
    const name = /<name>(.*?)(?:<\/name>|$)/i.exec(line)?.[1]
    if (name !== undefined)
      last.title = plainText(name.replace(/^Task\s+[\d.]{1,9}[a-z]?:\s*/i, '')) || last.title
    if (/<action>/i.test(line)) open = 'action'
    const files =
      /<files>(.*?)(?:<\/files>|$)/i.exec(line)?.[1] ??
      /^\s*(?:[-*]\s+)?\*\*Files?:\*\*\s*(.*)$/i.exec(line)?.[1]
    if (files !== undefined) last.files.push(...filesInList(files))
    else if (open === 'files')
      last.files.push(...filesInList(line.replace(/^\s*[-*]\s+/, '').replace(/<\/files>.*/i, '')))
    if (/<files>/i.test(line)) open = 'files'
    if (/<\/files>/i.test(line)) open = null
  }
  return tasks.map(({ title, files, line }) => ({
    title: title || 'Task without a name',
    files: inside(files),
    line,
  }))
}

const inside = (files: string[]): string[] => distinct(files).filter((path) => !isOutside(path))
