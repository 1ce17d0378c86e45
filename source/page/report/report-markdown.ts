import { lengthOf, type ReportBar, type SessionReport, type Span, savings, timeOf } from './session-report.ts'

const WIDTH = 48

/** The report as Markdown: for a pull request, a wiki, a mail. */
export function reportMarkdown(report: SessionReport): string {
  const { view, session, at, from, to } = report
  const { head, landings, findings, decisions, costs, alerts } = view
  const names = Math.max(0, ...report.bars.map(({ id }) => id.length))
  return `${[
    `# ${text(head.title)}`,
    `Session ${session}, ${timeOf(from)} to ${timeOf(to)} (UTC), ${lengthOf(report.actual.elapsed)}. Written ${timeOf(at)}.`,
    `${head.tasks.done} of ${head.tasks.total} tasks done. ${head.ended?.how === 'finished' ? `Finished: \`git merge ${head.branch}\`` : text(head.forecast)}`,
    ...savings(report),
    section('Planned and actual', [
      'Above what was planned, below when agents worked: each over its own whole length. `x`: a try that did not finish.',
      `\`\`\`text\n${report.bars.map((bar) => barRows(bar, names)).join('\n')}\n\`\`\``,
    ]),
    section(
      'Checkpoints',
      landings.length === 0
        ? ['None yet.']
        : [
            table(
              ['', 'when', 'state', 'streams', 'tests', 'left out'],
              landings
                .toReversed()
                .map((each) => [
                  ...[
                    each.name,
                    timeOf(each.at),
                    each.state,
                    each.members.join(', '),
                    each.verdict?.summary ?? '',
                  ],
                  each.leftOut
                    .map(({ stream, reason, detail }) => `${stream} (${reason}: ${detail})`)
                    .join('; '),
                ]),
            ),
          ],
    ),
    section(
      'Findings',
      findings.length === 0
        ? ['None is open.']
        : list(findings.map((each) => `${each.stream}: ${each.text} ${each.mend}`)),
    ),
    section(
      'Decisions',
      decisions.length === 0
        ? ['None.']
        : list(decisions.toReversed().map((each) => `${each.text} (${each.by}, ${timeOf(each.at)})`)),
    ),
    section(
      'Costs',
      costs.total === ''
        ? ['No agent told of any.']
        : [
            `${costs.total} in all.`,
            table(
              ['stream', 'cost'],
              costs.byStream.map((row) => [row.key, row.text]),
            ),
            table(
              ['model', 'cost'],
              costs.byModel.map((row) => [row.key, row.text]),
            ),
          ],
    ),
    ...(alerts.length > 0
      ? [section('Alerts', list(alerts.map(({ level, text: what }) => `${level}: ${what}`)))]
      : []),
  ].join('\n\n')}\n`
}

const section = (title: string, parts: string[]): string => [`## ${title}`, ...parts].join('\n\n')

const list = (items: string[]): string[] => [items.map((item) => `- ${text(item)}`).join('\n')]

const table = (head: string[], rows: string[][]): string =>
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
