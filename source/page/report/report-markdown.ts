import { secondsText, utcText } from '../../text/measured.ts'
import { reportSections, type Section } from './report-sections.ts'
import { type ReportBar, type SessionReport, type Span, savings } from './session-report.ts'

const WIDTH = 48

/** The report as Markdown: for a pull request, a wiki, a mail. */
export function reportMarkdown(report: SessionReport): string {
  const { view, session, at, from, to } = report
  const { head } = view
  const names = Math.max(0, ...report.bars.map(({ id }) => id.length))
  return `${[
    `# ${text(head.title)}`,
    `Session ${session}, ${utcText(from)} to ${utcText(to)} (UTC), ${secondsText(report.actual.elapsed)}. Written ${utcText(at)}.`,
    `${head.tasks.done} of ${head.tasks.total} tasks done. ${head.ended?.how === 'finished' ? `Finished: \`git merge ${head.branch}\`` : text(head.forecast)}`,
    ...savings(report),
    '## Planned and actual',
    'Above what was planned, below when agents worked: each over its own whole length. `x`: a try that did not finish.',
    `\`\`\`text\n${report.bars.map((bar) => barRows(bar, names)).join('\n')}\n\`\`\``,
    ...reportSections(report).flatMap(sectionMarkdown),
  ].join('\n\n')}\n`
}

const sectionMarkdown = ({ title, paragraphs, items, tables }: Section): string[] => [
  `## ${title}`,
  ...paragraphs.map(text),
  ...(items.length > 0 ? [items.map((item) => `- ${text(item)}`).join('\n')] : []),
  ...tables.map(table),
]

const table = ({ head, rows }: Section['tables'][number]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => text(cell)).join(' | ')} |`)
    .join('\n')

/** What a plan or an agent wrote is words here, and never markup, a link or a picture. */
const text = (words: string): string => words.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&')

function barRows({ id, planned, worked }: ReportBar, names: number): string {
  const row = (marks: [Span, string][]) => {
    const cells = Array.from({ length: WIDTH }, () => '·')
    for (const [{ start, end }, mark] of marks) {
      const first = Math.min(WIDTH - 1, Math.floor(start * WIDTH))
      // What took a moment has a cell all the same.
      for (let cell = first; cell < Math.max(first + 1, Math.ceil(end * WIDTH)) && cell < WIDTH; cell += 1)
        cells[cell] = mark
    }
    return cells.join('')
  }
  const name = id.slice(0, 30).padEnd(Math.min(30, names))
  return [
    `${name}  ${row(planned ? [[planned, '░']] : [])}`,
    `${''.padEnd(name.length)}  ${row(worked.map((span) => [span, span.ending === 'done' || span.ending === 'running' ? '█' : 'x']))}`,
  ].join('\n')
}
