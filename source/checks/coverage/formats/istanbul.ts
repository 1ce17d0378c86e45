import { z } from 'zod'
import { addLine, type CoverageFormat, linesOf } from '../report.ts'

const fileSchema = z.object({
  statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.number() }) })),
  s: z.record(z.string(), z.number()),
})

/** `coverage-final.json`: a statement counts for the line on which it starts. */
export const istanbul: CoverageFormat = {
  name: 'istanbul',
  detect: (text) => /^\s*\{/.test(text) && text.includes('"statementMap"'),
  read: (text) => {
    const files = new Map()
    for (const [path, entry] of Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(text)))) {
      const { statementMap, s } = fileSchema.parse(entry)
      const lines = linesOf(files, path)
      for (const [id, { start }] of Object.entries(statementMap)) addLine(lines, start.line, s[id] ?? 0)
    }
    return { files }
  },
}

const countSchema = z.object({ lines: z.object({ total: z.number(), covered: z.number() }) })

/** `coverage-summary.json`: counts only. */
export const istanbulSummary: CoverageFormat = {
  name: 'istanbul summary',
  detect: (text) => /^\s*\{\s*"total"\s*:\s*\{\s*"lines"/.test(text),
  read: (text) => {
    const { total, ...others } = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    const { lines } = countSchema.parse(total)
    const files = new Map(Object.keys(others).map((path) => [path, new Map()]))
    return { files, totals: { covered: lines.covered, measured: lines.total } }
  },
}
