import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { analysePlan } from '../../../../source/plan/analyse.ts'
import { ganttMermaid } from '../../../../source/plan/pictures/gantt-mermaid.ts'
import { ganttSvg } from '../../../../source/plan/pictures/gantt-svg.ts'
import { planGanttRows } from '../../../../source/ui/present/gantt.ts'
import { makeTheme } from '../../../../source/ui/theme.ts'

const report = (text: string, workers = 2) => analysePlan(text, { file: 'p.md', workers })

const shop = `# Shop
## Phase 1: Base (1 day)
**Tasks:**
- [x] Write it
- [ ] Test it
## Phase 2: Pages - PARALLEL
### Stream A: Basket (1.5 days)
### Stream B: Checkout (2 days)
`

describe('in a terminal', () => {
  test('a row a stream with its worker, what is done filled, the longest way and the barriers', () => {
    expect(planGanttRows(report(shop), makeTheme('plain', { unicode: true, bare: true }), 60)).toEqual([
      'Shop · 2 workers',
      '',
      'Day          1       2       3',
      '1 base     ◆ ████░░░░┊',
      '1 checkout ◆         ░░░░░░░░░░░░░░░░',
      '2 basket             ░░░░░░░░░░░░',
      '',
      '1 worker █ done ░ to do ◆ longest way ┊ barrier',
    ])
  })

  test('in ASCII, and never wider than the terminal', () => {
    for (const width of [20, 40, 80]) {
      const rows = planGanttRows(
        report(shop),
        makeTheme('plain', { unicode: false, asciiOnly: true, bare: true }),
        width,
      )
      expect(rows.join('')).toMatch(/^[ -~]*$/)
      expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(width)
    }
  })
})

describe('as Mermaid', () => {
  test('dates that count days, ends and no lengths, done and longest way as tags', () => {
    expect(ganttMermaid(report(shop))).toBe(`gantt
    title Shop
    dateFormat YYYY-MM-DD HH:mm
    axisFormat %-j
    todayMarker off
    section Base
    Base :crit, active, s1, 2001-01-01 00:00, 2001-01-02 00:00
    section Pages
    All before has landed :milestone, 2001-01-02 00:00, 0d
    Checkout :crit, s2, 2001-01-02 00:00, 2001-01-04 00:00
    Basket :s3, 2001-01-02 00:00, 2001-01-03 12:00`)
  })

  test('what Mermaid would take for syntax goes as numbers', () => {
    const text = '## Phase 1: P\n### Stream A: click here: x; %%{init}%% #1\n### Stream B: Section <b>\n'
    const printed = ganttMermaid(report(text))
    expect(printed).toContain('    #99;lick here#58; x#59; #37;#37;#123;init#125;#37;#37; #35;1 :')
    expect(printed).toContain('    #83;ection #60;b#62; :')
  })
})

describe('as SVG', () => {
  const parse = (text: string) =>
    new XMLParser({ ignoreAttributes: false, processEntities: true }).parse(ganttSvg(report(text)))

  test('says in words what it shows, and needs nothing from outside', () => {
    const { svg } = parse(shop)
    expect(svg.title['#text']).toBe('Shop')
    expect(svg.desc['#text']).toContain(
      '3 days with 2 workers. Base: Base, from 0 to 1 days, worker 1, 1 of 2 tasks done',
    )
    expect(svg.desc['#text']).toContain('Pages (after everything before it has landed, at 1):')
    expect(svg['@_role']).toBe('img')
    expect(ganttSvg(report(shop))).not.toMatch(/<script|href|url\(|@import|<image/)
    expect(ganttSvg(report(shop)).match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg'])
  })

  test('names are cut where the bars begin, also those of signs that are twice as wide', () => {
    const texts = (title: string) =>
      parse(`## Phase 1: ${title} (1 day)\n`).svg.text.map((each: { '#text': string }) => each['#text'])
    expect(texts('網'.repeat(30))).toContain(`${'網'.repeat(19)}…`)
    expect(texts('n'.repeat(60))).toContain(`${'n'.repeat(38)}…`)
  })

  test('text of a plan stays text', () => {
    const text = '# <script>a</script> & "b"\n## Phase 1: </text><image href="x"/> (1 day)\n'
    expect(ganttSvg(report(text))).not.toMatch(/<script|<image/)
    expect(parse(text).svg.title['#text']).toBe('<script>a</script> & "b"')
  })
})

test('any title gives well-formed pictures, one line a bar', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { minLength: 1, maxLength: 6 }),
      (titles) => {
        const of = report(
          titles.map((title, index) => `## Phase ${index}: ${title} (${index + 1} days)\n`).join(''),
        )
        expect(XMLValidator.validate(ganttSvg(of))).toBe(true)
        const lines = ganttMermaid(of).split('\n')
        for (const line of lines.slice(6))
          expect(line).toMatch(/^ {4}(?:section (?:[^:;#%]|#\d+;)+|(?:[^:;#%]|#\d+;)+ :[a-z0-9, :-]+)$/)
      },
    ),
    { numRuns: 100 },
  )
})
