import { oneLine } from '../plain-text.ts'

interface Entry {
  content: string
  status: string
}

/** More are no plan for the eye; how many are done is counted over all. */
const MOST = 100

/** An agent's plan as a list to tick off. Agents tell all of it each time: only what is news is printed. */
export function createPlanList(): { news(entries: Entry[]): string[] } {
  let before: string[] = []
  let texts = ''
  return {
    news: (entries) => {
      const rows = entries
        .slice(0, MOST)
        .map(({ content, status }) => `${box(status)} ${oneLine(content, 200)}`)
      const now = JSON.stringify(entries.map(({ content }) => content))
      const isSamePlan = now === texts
      const changed = rows.filter((row, index) => row !== before[index])
      ;[before, texts] = [rows, now]
      if (!isSamePlan) return rows
      const done = entries.filter(({ status }) => status === 'completed').length
      return changed.map((row) => `${row} (${done} of ${entries.length} done)`)
    },
  }
}

const box = (status: string): string => (status === 'completed' ? '☑' : status === 'in_progress' ? '◐' : '☐')
