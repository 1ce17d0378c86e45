import { addLine, type CoverageFormat, linesOf } from '../report.ts'
import { attribute, elements, everywhere, parseXml } from '../xml.ts'

/** A file is named below its package, without the folder of the sources. A line ran when an instruction of it did. */
export const jacoco: CoverageFormat = {
  name: 'JaCoCo',
  detect: (text) =>
    /<!DOCTYPE\s+report\b|<report\b[^>]*\bname=/.test(text) &&
    /<(?:sourcefile|package|group|counter)\b/.test(text),
  read: (text) => {
    const files = new Map()
    for (const pack of everywhere(parseXml(text), 'package')) {
      for (const file of elements(pack, 'sourcefile')) {
        const path = [attribute(pack, 'name'), attribute(file, 'name')].filter(Boolean).join('/')
        const lines = linesOf(files, path)
        for (const line of elements(file, 'line'))
          addLine(lines, Number(attribute(line, 'nr')), Number(attribute(line, 'ci')))
      }
    }
    return { files }
  },
}
