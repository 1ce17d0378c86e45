import { checkSqlInjection } from '../../../source/checks/sql-injection/sql-injection.ts'
import { readGrammar } from '../../../source/runtime/grammars.ts'
import { GATES, measure, readCases } from '../../helpers/sql-cases.ts'
import type { Row } from '../measure.ts'

/** Precision and recall of the SQL check a language, and how fast it reads: files with SQL and files without. */
export const sqlInjection = async (): Promise<Row[]> => {
  const cases = readCases()
  const rows: Row[] = []
  for (const language of [...new Set(cases.map((each) => each.language))].sort()) {
    const own = cases.filter((each) => each.language === language)
    const { precision, recall, wrong } = await measure(own)
    const speed = await throughput(own[0]?.file ?? '', own.map(({ text }) => text).join('\n'))
    rows.push({
      what: `SQL in ${language}: precision and recall`,
      result: `${precision.toFixed(2)} ${recall.toFixed(2)}`,
      goal: GATES.includes(language) ? '≥ .90 ≥ .85' : '',
      how: [`${own.length} cases, ${speed.toFixed(1)} MB/s`, ...wrong].join('; '),
    })
  }
  const plain = 'const total = items.reduce((sum, { price }) => sum + price, 0)\n'.repeat(20)
  const speed = await throughput('plain.ts', plain)
  return [
    ...rows,
    { what: 'Files without SQL', result: `${speed.toFixed(0)} MB/s`, goal: '', how: '100 KB each' },
  ]
}

/** MB a second over files of about 100 KB. */
const throughput = async (file: string, text: string): Promise<number> => {
  const large = text.repeat(Math.ceil(100_000 / text.length))
  await checkSqlInjection(file, large, { load: readGrammar })
  const start = performance.now()
  const rounds = 5
  for (let round = 0; round < rounds; round += 1) await checkSqlInjection(file, large, { load: readGrammar })
  return (rounds * large.length) / 1000 / (performance.now() - start)
}
