import { addLine, type CoverageFormat, type Lines, linesOf } from '../report.ts'

export const lcov: CoverageFormat = {
  name: 'lcov',
  detect: (text) => /^SF:/m.test(text) && /^(?:DA:|end_of_record|LF:)/m.test(text),
  read: (text) => {
    const files = new Map<string, Lines>()
    let lines: Lines | undefined
    for (const row of text.split(/\r?\n/)) {
      if (row.startsWith('SF:')) lines = linesOf(files, row.slice(3).trim())
      else if (row === 'end_of_record') lines = undefined
      else if (lines && row.startsWith('DA:')) {
        const [line, hits] = row.slice(3).split(',')
        addLine(lines, Number(line), Number(hits))
      }
    }
    if (lines) throw new Error('cut short')
    return { files }
  },
}
