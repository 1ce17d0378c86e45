import { z } from 'zod'
import { addLine, type CoverageFormat, linesOf } from '../report.ts'

const schema = z.object({
  files: z.record(
    z.string(),
    z.object({ executed_lines: z.array(z.number()), missing_lines: z.array(z.number()) }),
  ),
})

/** `coverage json` of coverage.py. */
export const coveragePy: CoverageFormat = {
  name: 'coverage.py',
  detect: (text) => /^\s*\{/.test(text) && text.includes('"executed_lines"'),
  read: (text) => {
    const files = new Map()
    for (const [path, { executed_lines, missing_lines }] of Object.entries(
      schema.parse(JSON.parse(text)).files,
    )) {
      const lines = linesOf(files, path)
      for (const line of executed_lines) addLine(lines, line, 1)
      for (const line of missing_lines) addLine(lines, line, 0)
    }
    return { files }
  },
}
