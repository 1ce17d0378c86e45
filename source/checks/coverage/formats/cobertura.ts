import { addLine, type CoverageFormat, linesOf } from '../report.ts'
import { attribute, deep, everywhere, parseXml } from '../xml.ts'

/** Also what coverage.py, gcovr and coverlet write. A class names its file; an inner class names it again. */
export const cobertura: CoverageFormat = {
  name: 'Cobertura',
  detect: (text) => /<coverage\b[^>]*\bline-rate=/.test(text),
  read: (text) => {
    const files = new Map()
    for (const each of everywhere(parseXml(text), 'class')) {
      const path = attribute(each, 'filename')
      if (!path) continue
      const lines = linesOf(files, path)
      for (const line of deep(each, 'lines', 'line'))
        addLine(lines, Number(attribute(line, 'number')), Number(attribute(line, 'hits')))
    }
    return { files }
  },
}
