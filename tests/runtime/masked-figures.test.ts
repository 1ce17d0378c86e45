import fc from 'fast-check'
import { expect, test } from 'vitest'
import { update } from '../../source/engine/update.ts'
import type { Event } from '../../source/model/event.ts'
import { reportHtml } from '../../source/page/report/report-html.ts'
import { reportMarkdown } from '../../source/page/report/report-markdown.ts'
import { sessionReport } from '../../source/page/report/session-report.ts'
import { pageView } from '../../source/page/view/page-view.ts'
import { createMasker } from '../../source/runtime/worker/mask.ts'
import { maskValues } from '../../source/runtime/worker/mask-values.ts'
import { derive } from '../../source/telemetry/derive.ts'
import { csvColumns, csvRow, forExport } from '../../source/telemetry/export.ts'
import { anySecret, leaksIn } from '../helpers/leaks.ts'
import { AT, ended, readySession, requested, runOf, sessionAfter, started } from '../helpers/session.ts'

const { mask } = createMasker([])
const begun = sessionAfter(readySession([{ alpha: {}, beta: {} }]), requested('alpha'), started('alpha'))

/** Everything that somebody could have written a secret into. */
const events = (text: string): Event[] => [
  { type: 'decision-recorded', at: AT, by: 'alpha', text },
  { type: 'noticed', at: AT, about: 'orchestrator', text, tone: 'bad' },
  { type: 'message-left', at: AT, stream: 'alpha', text },
  { type: 'question-asked', at: AT, ...runOf(begun, 'alpha'), text },
  { type: 'stream-blocked', at: AT, stream: 'beta', reason: text, needs: null, by: 'you' },
  {
    type: 'permission-asked',
    at: AT,
    ...runOf(begun, 'alpha'),
    ask: { id: 'a', title: text, detail: text, options: [], key: null },
  },
  { ...(ended('alpha', 'failed', { detail: text, notes: [text] }) as (now: typeof begun) => Event)(begun) },
  {
    type: 'alert-raised',
    at: AT,
    id: 'budget',
    name: 'budget',
    level: 'urgent',
    about: 'alpha',
    value: 1,
    text,
  },
]

test('no secret is in a record, an export, the page or a report, wherever somebody wrote it', () => {
  fc.assert(
    fc.property(
      anySecret,
      fc.constantFrom('', 'export KEY=', 'see ', 'curl -H "'),
      ({ text, secret }, before) => {
        let session = begun
        const records = events(`${before}${text} `).flatMap((event) => {
          // As the loop of a host takes it in.
          const kept = maskValues(event, mask)
          const earlier = session
          session = update(session, kept).session
          return derive(earlier, kept, session)
        })
        const exported = records.map((record) => forExport(record, 'salt'))
        const columns = csvColumns(exported)
        const report = sessionReport(session, AT + 1000)
        for (const [where, said] of Object.entries({
          records: JSON.stringify(records),
          csv: exported.map((record) => csvRow(record, columns)).join('\n'),
          page: JSON.stringify(pageView(session, AT + 1000)),
          markdown: reportMarkdown(report),
          html: reportHtml(report),
        }))
          expect(leaksIn(said, [secret]), where).toEqual([])
      },
    ),
  )
})
