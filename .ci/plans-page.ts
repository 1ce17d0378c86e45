import { analysePlan } from '../source/plan/analyse.ts'
import { findingKinds } from '../source/plan/findings/index.ts'
import { ganttMermaid } from '../source/plan/pictures/gantt-mermaid.ts'
import { ganttSvg } from '../source/plan/pictures/gantt-svg.ts'
import { formats } from '../source/plan/plan-formats.ts'
import { printDiagnostics } from '../source/plan/print-diagnostics.ts'
import { printReport } from '../source/plan/print-report.ts'
import { planGanttRows } from '../source/ui/present/gantt.ts'
import { makeTheme } from '../source/ui/theme.ts'
import { between } from './between.ts'
import { row } from './row.ts'

/** docs/plans.md: its text is written by hand, what records know and programs print is put into it. */
export const withPlans = (page: string): string =>
  Object.entries(parts()).reduce((text, [name, part]) => between(text, name, part), page)

/** The picture that the page shows. */
export const planPicture = (): string => ganttSvg(report(SAMPLE))

const parts = (): Record<string, string> => ({
  formats: formats.map(formatPart).join('\n\n'),
  sample: `${block('markdown', SAMPLE)}\n\n${block('text', `$ br-tui plan shop.md --workers 2\n${printReport(report(SAMPLE), 'shop.md', { ...PLAIN, width: 110 })}`)}`,
  findings: findingPart(),
  gantt: block('text', planGanttRows(report(SAMPLE), THEME, 80).join('\n')),
  svg: '![Three phases along five days, with two streams side by side in the second](screens/plan.svg)',
  mermaid: block('mermaid', ganttMermaid(report(SAMPLE))),
})

const formatPart = ({ name, summary, example }: (typeof formats)[number]): string =>
  [
    `### ${name}`,
    `${summary}.`,
    `\`${example.file}\`:`,
    block(example.file.endsWith('.md') ? 'markdown' : 'json', example.text),
  ].join('\n\n')

function findingPart(): string {
  const rows = findingKinds.map(({ code, severity, means, mend, example }) =>
    row([example === null ? `\`${code}\`` : `[\`${code}\`](#${code})`, severity, `${means} ${mend}`]),
  )
  const shown = findingKinds.flatMap(({ code, severity, example }) => {
    if (example === null) return []
    const own = report(example).diagnostics.filter((each) => each.code === code)
    return [
      `### ${code}`,
      KINDS[severity],
      block('markdown', example),
      block('text', printDiagnostics(own, 'shop.md', { ...PLAIN, width: 110 })),
    ]
  })
  return [
    ['| code | is | means, and how to mend it |', '| --- | --- | --- |', ...rows].join('\n'),
    ...shown,
  ].join('\n\n')
}

const KINDS = { error: 'An error.', warning: 'A warning.', info: 'A note.' }

const report = (text: string) => analysePlan(text, { file: 'shop.md', workers: 2 })

const THEME = makeTheme('plain', { unicode: true, bare: true })
const PLAIN = { paint: THEME.paint, show: THEME.show, ellipsis: THEME.glyphs.ellipsis }

/** A fence that is longer than any inside. */
function block(language: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/^`{3,}/gm), ([marks]) => marks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`
}

const SAMPLE = `# Shop

**Total Duration:** 5 days

## Phase 1: Base (Day 1)
**Files:** src/base.ts
**Tasks:**
- [x] Types that both pages use
- [ ] One place for errors

## Phase 2: Pages (Days 2-3) - PARALLEL
### Stream A: Basket (2 days)
**Files:** src/basket.ts, src/routes.ts
### Stream B: Checkout (2 days)
**Files:** src/checkout.ts, src/routes.ts

## Phase 3: Release (Day 4)
**Files:** CHANGELOG.md

## Parallel Build
- Day 1: Base
- Day 2: Release
- Days 3-4: Basket, Checkout
`
