import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportHtml } from '../../../source/page/report/report-html.ts'
import { reportMarkdown } from '../../../source/page/report/report-markdown.ts'
import { savings, sessionReport } from '../../../source/page/report/session-report.ts'
import {
  done,
  ended,
  exit,
  landed,
  later,
  leftOut,
  readySession,
  requested,
  sessionAfter,
  spends,
  started,
} from '../../helpers/session.ts'

const begun = readySession([{ alpha: {}, beta: {} }, { last: {} }], { workers: 2 })
const session = sessionAfter(
  begun,
  ...[
    later(0, requested('alpha')),
    later(0, started('alpha')),
    later(10, spends('alpha', 1.5, undefined, 'm')),
  ],
  ...[later(60_000, exit('alpha')), later(60_000, ended('alpha', 'done'))],
  ...[later(0, requested('beta')), later(0, started('beta')), later(30_000, ended('beta', 'failed'))],
  ...[...done('beta'), ...landed('checkpoint', [leftOut('beta')])],
  { type: 'decision-recorded', at: 90_000, by: 'beta', text: 'Tabs, not blanks' },
)
const report = sessionReport(session, 120_000)

describe('the report', () => {
  test('has what was planned beside what was', () => {
    expect(report.planned).toEqual({ unit: 'days', sequential: 3, parallel: 2, workers: 2 })
    expect(report.actual).toMatchObject({ elapsed: 120, failed: 1 })
    expect(report.bars[0]).toMatchObject({
      id: 'alpha',
      planned: { start: 0, end: 0.5 },
      worked: [{ start: 0, end: 0.5, ending: 'done' }],
    })
    expect(savings(report)[0]).toBe(
      'Planned: 2 days with 2 workers instead of 3 one after another, 33 % less.',
    )
  })

  test('as Markdown and as a page says what landed, who was left out, what was decided and what it cost', () => {
    for (const text of [reportMarkdown(report), reportHtml(report)]) {
      expect(text).toContain('checkpoint-1')
      expect(text).toMatch(/beta \(conflict: shared\.js\)/)
      expect(text).toContain('Tabs, not blanks')
      expect(text).toContain('$1.50')
    }
  })

  test('as a page asks for nothing: no script, no address, no file', () => {
    const html = reportHtml(report)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html).not.toMatch(/<script|\bsrc=|\bhref=|url\(|https?:/i)
  })

  test('holds every text as text, whatever it is made of', () => {
    const nasty = fc.oneof(
      fc.constantFrom(
        '<img src=x onerror=alert(1)>',
        '"><script>x</script>',
        '</style><b>',
        '![x](http://a)',
        '| a |\n# b',
        '&lt;',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    )
    fc.assert(
      fc.property(nasty, (text) => {
        const plan = { ...session.plan, title: text }
        const decisions = [{ at: 1, by: text, text }]
        const other = sessionReport({ ...session, plan, decisions }, 120_000)
        const html = reportHtml(other)
        const tags = (of: string) => [...of.matchAll(/<[a-z!/][^\s>]*/gi)].map(([tag]) => tag).sort()
        expect(tags(html)).toEqual(
          tags(
            reportHtml(sessionReport({ ...session, decisions: [{ at: 1, by: 'x', text: 'x' }] }, 120_000)),
          ),
        )
        // Nothing of it begins a heading, a picture or a cell of its own.
        expect(reportMarkdown(other)).not.toMatch(/^# b|[^\\]!\[x\]|[^\\]<script/m)
      }),
    )
  })
})
