import { checkSqlInjection } from '../../../source/checks/sql-injection/sql-injection.ts'
import { readGrammar } from '../../../source/runtime/grammars.ts'
import { measure, readCases } from '../../helpers/sql-cases.ts'

/** Precision and recall of the SQL check a language, and how fast it reads: files with SQL and files without. */
export const benchSqlInjection = async (): Promise<string[]> => {
  const cases = readCases()
  const languages = [...new Set(cases.map(({ language }) => language))].sort()
  const lines: string[] = []
  for (const language of languages) {
    const own = cases.filter((each) => each.language === language)
    const { precision, recall, wrong } = await measure(own)
    const unsafe = own.filter((each) => each.unsafe).length
    const { file } = own[0] as { file: string }
    const speed = await throughput(file, own.map(({ text }) => text).join('\n'))
    lines.push(
      `${language.padEnd(10)} ${unsafe} unsafe, ${own.length - unsafe} safe: ` +
        `precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}; ${speed.toFixed(1)} MB/s` +
        (wrong.length > 0 ? ` (wrong: ${wrong.join('; ')})` : ''),
    )
  }
  const plain = 'const total = items.reduce((sum, { price }) => sum + price, 0)\n'.repeat(20)
  lines.push(`without SQL ${(await throughput('plain.ts', plain)).toFixed(0)} MB/s`)
  return lines
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

if (import.meta.main) console.log((await benchSqlInjection()).join('\n'))
