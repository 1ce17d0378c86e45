import { secondsText, utcText } from '../../text/measured.ts'
import { reportSections, type Section } from './report-sections.ts'
import { type ReportBar, type SessionReport, savings } from './session-report.ts'

/**
 * The report as one file that asks for nothing: no script, no address, no font. Its own rule for browsers forbids what it
 * does not have, so that nothing a plan says could fetch or run anything either.
 */
export function reportHtml(report: SessionReport): string {
  const { view, session, at, from, to } = report
  const { head } = view
  const finished = head.ended?.how === 'finished'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(head.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(head.title)}</h1>
<p>Session ${escaped(session)}, ${utcText(from)} to ${utcText(to)} (UTC), ${secondsText(report.actual.elapsed)}. Written ${utcText(at)}.</p>
<p>${head.tasks.done} of ${head.tasks.total} tasks done. ${finished ? `Finished: <code>git merge ${escaped(head.branch)}</code>` : escaped(head.forecast)}</p>
${savings(report)
  .map((line) => `<p>${escaped(line)}</p>`)
  .join('\n')}
<h2>Planned and actual</h2>
<p>Above what was planned, below when agents worked: each over its own whole length.</p>
${gantt(report.bars)}
${reportSections(report).map(sectionHtml).join('\n')}
</main>
</body>
</html>
`
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const sectionHtml = ({ title, paragraphs, items, tables }: Section): string =>
  [
    `<h2>${escaped(title)}</h2>`,
    ...paragraphs.map((each) => `<p>${escaped(each)}</p>`),
    ...(items.length > 0 ? [`<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`] : []),
    ...tables.map(table),
  ].join('\n')

const table = ({ head, rows }: Section['tables'][number]): string =>
  `<div class="wide"><table><thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table></div>`

const [LEFT, WIDTH, ROW] = [180, 620, 34]

function gantt(bars: ReportBar[]): string {
  const height = bars.length * ROW + 10
  const rect = (kind: string, { start, end }: { start: number; end: number }, y: number, title: string) =>
    `<rect class="${kind}" x="${round(LEFT + start * WIDTH)}" y="${y}" width="${round(Math.max(2, (end - start) * WIDTH))}" height="11" rx="2"><title>${escaped(title)}</title></rect>`
  const rows = bars.map(({ id, title, planned, worked }, index) => {
    const y = index * ROW + 6
    return [
      `<text x="0" y="${y + 16}">${escaped(id.slice(0, 24))}<title>${escaped(title)}</title></text>`,
      planned ? rect('planned', planned, y, `${id} as planned`) : '',
      ...worked.map((span) =>
        rect(
          span.ending === 'done' || span.ending === 'running' ? 'worked' : 'failed',
          span,
          y + 13,
          `${id}: ${span.ending}`,
        ),
      ),
    ].join('')
  })
  return `<div class="wide"><svg viewBox="0 0 ${LEFT + WIDTH + 4} ${height}" width="${LEFT + WIDTH + 4}" height="${height}" role="img" aria-label="When streams were planned, and when they were worked on">${rows.join('')}</svg></div>`
}

const round = (value: number): number => Math.round(value * 10) / 10

const STYLE = [
  ':root{color-scheme:light dark}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:#fff;color:#1f2328}',
  'main{max-width:62rem;margin:0 auto;padding:1.5rem}h1,h2{line-height:1.2}h2{margin-top:2rem}.wide{overflow-x:auto}',
  'table{border-collapse:collapse}th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #d1d9e0;vertical-align:top}td:nth-child(-n+2){white-space:nowrap}',
  'svg{font:13px system-ui,sans-serif}svg text{fill:#1f2328}.planned{fill:#8c959f}.worked{fill:#1a7f37}.failed{fill:#cf222e}',
  '@media(prefers-color-scheme:dark){body{background:#0d1117;color:#f0f6fc}th,td{border-color:#3d444d}svg text{fill:#f0f6fc}.planned{fill:#656c76}.worked{fill:#3fb950}.failed{fill:#f85149}}',
].join('')
