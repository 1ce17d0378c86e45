import { fail, ok, type Problem, type Result } from '../../model/result.ts'
import { clover } from './formats/clover.ts'
import { cobertura } from './formats/cobertura.ts'
import { coveragePy } from './formats/coverage-py.ts'
import { goProfile } from './formats/go-profile.ts'
import { istanbul, istanbulSummary } from './formats/istanbul.ts'
import { jacoco } from './formats/jacoco.ts'
import { lcov } from './formats/lcov.ts'
import type { CoverageFormat, CoverageReport } from './report.ts'

const FORMATS: CoverageFormat[] = [
  goProfile,
  istanbulSummary,
  istanbul,
  coveragePy,
  jacoco,
  cobertura,
  clover,
  lcov,
]

/** In UTF-16 units. The largest real ones are about a third of it. */
const LARGEST = 100_000_000

/** Reads a report of any known format, told by its content. Never throws. */
export const readReport = (path: string, text: string): Result<CoverageReport, Problem> => {
  if (text.length > LARGEST) return fail({ message: `The coverage report ${path} is larger than 100 MB.` })
  const format = FORMATS.find(({ detect }) => detect(text))
  if (!format) {
    const known = FORMATS.map(({ name }) => name).join(', ')
    return fail({
      message: `The coverage report ${path} is of no known format.`,
      mend: `Known are: ${known}.`,
    })
  }
  try {
    return ok({ format: format.name, ...format.read(text) })
  } catch {
    return fail({ message: `The coverage report ${path} looks like ${format.name} but cannot be read.` })
  }
}
