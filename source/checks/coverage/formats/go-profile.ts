import { addLine, type CoverageFormat, linesOf } from '../report.ts'

const BLOCK = /^(.+):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/
/** No block of a real program is longer; a made-up one must not fill the memory. */
const LONGEST = 100_000

/** `go test -coverprofile`: blocks from line to line. */
export const goProfile: CoverageFormat = {
  name: 'Go profile',
  detect: (text) => /^mode: (?:set|count|atomic)\r?$/m.test(text.slice(0, 100)),
  read: (text) => {
    const files = new Map()
    for (const row of text.split(/\r?\n/)) {
      if (row === '' || row.startsWith('mode: ')) continue
      const [, path, start, end, hits] = BLOCK.exec(row) ?? []
      if (path === undefined) throw new Error('cut short')
      const lines = linesOf(files, path)
      const last = Math.min(Number(end), Number(start) + LONGEST)
      for (let line = Number(start); line <= last; line += 1) addLine(lines, line, Number(hits))
    }
    return { files }
  },
}
