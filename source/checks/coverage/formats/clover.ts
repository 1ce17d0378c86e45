import { addLine, type CoverageFormat, linesOf } from '../report.ts'
import { attribute, elements, everywhere, parseXml } from '../xml.ts'

/** PHPUnit writes the whole path as `name`, others write it as `path`. Lines of `method` only say that one starts there. */
export const clover: CoverageFormat = {
  name: 'Clover',
  detect: (text) => /<coverage\b[^>]*\b(?:generated|clover)=/.test(text),
  read: (text) => {
    const files = new Map()
    for (const file of everywhere(parseXml(text), 'file')) {
      const lines = linesOf(files, attribute(file, 'path') || attribute(file, 'name'))
      for (const line of elements(file, 'line'))
        if (attribute(line, 'type') !== 'method')
          addLine(lines, Number(attribute(line, 'num')), Number(attribute(line, 'count')))
    }
    return { files }
  },
}
