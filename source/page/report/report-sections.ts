import { utcText } from '../../text/measured.ts'
import type { SessionReport } from './session-report.ts'

/** A part of the report under its own title, in words that are nobody's markup yet. */
export interface Section {
  title: string
  paragraphs: string[]
  items: string[]
  tables: { head: string[]; rows: string[][] }[]
}

/** What every form of the report says below the picture of its times. */
export function reportSections({ view }: SessionReport): Section[] {
  const { landings, findings, decisions, costs, alerts } = view
  const checkpoints = landings
    .toReversed()
    .map((each) => [
      ...[each.name, utcText(each.at), each.state, each.members.join(', '), each.verdict?.summary ?? ''],
      each.leftOut.map(({ stream, reason, detail }) => `${stream} (${reason}: ${detail})`).join('; '),
    ])
  const costsBy = (head: string, rows: typeof costs.byStream) => ({
    head: [head, 'cost'],
    rows: rows.map(({ key, text }) => [key, text]),
  })
  return [
    tables('Checkpoints', checkpoints.length === 0 ? 'None yet.' : null, [
      { head: ['', 'when', 'state', 'streams', 'tests', 'left out'], rows: checkpoints },
    ]),
    list(
      'Findings',
      findings.map((each) => `${each.severity} in ${each.stream}: ${each.text} ${each.mend}`),
      'None is open.',
    ),
    list(
      'Decisions',
      decisions.toReversed().map((each) => `${each.text} (${each.by}, ${utcText(each.at)})`),
      'None.',
    ),
    costs.total === ''
      ? tables('Costs', 'No agent told of any.', [])
      : tables('Costs', `${costs.total} in all.`, [
          costsBy('stream', costs.byStream),
          costsBy('model', costs.byModel),
        ]),
    ...(alerts.length === 0
      ? []
      : [
          list(
            'Alerts',
            alerts.map(({ level, text }) => `${level}: ${text}`),
            '',
          ),
        ]),
  ]
}

const list = (title: string, items: string[], none: string): Section => ({
  ...{ title, items, tables: [] },
  paragraphs: items.length === 0 ? [none] : [],
})

const tables = (title: string, paragraph: string | null, found: Section['tables']): Section => ({
  ...{ title, items: [], tables: found.filter(({ rows }) => rows.length > 0) },
  paragraphs: paragraph === null ? [] : [paragraph],
})
