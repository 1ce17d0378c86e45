import type { DraftTask } from './streams-from-tasks.ts'

/** "T014–T019, T022", or lines where tasks have no ids. Tasks whose ids count on make a range. */
export const taskNames = (tasks: Pick<DraftTask, 'sourceId' | 'line'>[]): string => {
  const withIds = tasks.every(({ sourceId }) => sourceId !== null)
  const ids = tasks.map(({ sourceId, line }) => (withIds ? (sourceId ?? '') : String(line)))
  const ranges: string[][] = []
  for (const id of ids) {
    const last = ranges.at(-1)
    if (withIds && last && isNext(last.at(-1) ?? '', id)) last.push(id)
    else ranges.push([id])
  }
  const shown = ranges.map((range) => (range.length > 1 ? `${range[0]}–${range.at(-1)}` : (range[0] ?? '')))
  const names = shown.length > most ? [...shown.slice(0, most - 1), `${shown.length - most + 1} more`] : shown
  if (withIds) return names.join(', ')
  return ids.length === 1 ? `line ${ids[0]}` : `lines ${names.join(', ')}`
}

const most = 8

const isNext = (before: string, after: string): boolean => {
  const [first, second] = [numbered(before), numbered(after)]
  return first !== null && second !== null && first.stem === second.stem && second.number === first.number + 1
}

const numbered = (id: string): { stem: string; number: number } | null => {
  const found = /^(.*?)(\d{1,9})$/.exec(id)
  return found ? { stem: found[1] ?? '', number: Number(found[2]) } : null
}
