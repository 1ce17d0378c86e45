import { Buffer } from 'node:buffer'
import type { Diagnostic, Plan } from '../model/plan.ts'
import { checkPlan } from './check-plan.ts'
import { noClaims, summariseClaims } from './claims/read-claims.ts'
import { diagnose, type Finding, splitLines } from './diagnose.ts'
import { planContext } from './findings/plan-context.ts'
import { plainText } from './plain-text.ts'
import type { PlanReading, PlanSource } from './plan-format.ts'
import { fallback, formats } from './plan-formats.ts'
import { planSlug } from './slug.ts'

/** Any text in, a plan and what is wrong with it out. A plan with an `error` among its diagnostics cannot be run. */
export const readPlan = (text: string, source: PlanSource): PlanReading => {
  const unusable = checkText(text)
  if (unusable) return withoutPlan(text, source, unusable)
  const format = source.format
    ? formats.find(({ name }) => name === source.format)
    : (formats.find(({ detect }) => detect(text, source.file)) ?? fallback)
  if (!format) return withoutPlan(text, source, unknownFormat(source.format ?? ''))

  const lines = splitLines(text)
  const { plan, diagnostics, declaredPairs = [] } = format.parse(text, source)
  const context = planContext(plan, lines, declaredPairs)
  const found = plan.phases.length === 0 && !diagnostics.some(isError) ? [noPhases] : checkPlan(context)
  const all = [...diagnostics, ...found.map((finding) => diagnose(lines, finding))]
  return {
    plan: { ...plan, claims: summariseClaims(context.claims) },
    diagnostics: withoutTwice(all).sort((a, b) => a.line - b.line || a.column - b.column),
  }
}

/** A reader may tell what would be found in its plan as well; it knows the place better. */
const withoutTwice = (diagnostics: Diagnostic[]): Diagnostic[] => {
  const told = new Set<string>()
  return diagnostics.filter(({ code, line, message }) => {
    const key = `${code} ${line} ${code === 'cycle' ? '' : message}`
    return !told.has(key) && told.add(key)
  })
}

const mostBytes = 2 * 1024 * 1024

const checkText = (text: string): Finding | null => {
  const error = (code: string, message: string, line = 1): Finding => ({
    severity: 'error',
    code,
    message,
    line,
  })
  if (text.trim() === '') return error('empty-plan', 'The plan is empty. Name another file.')
  if (Buffer.byteLength(text) > mostBytes) {
    return error(
      'plan-too-large',
      'The plan is over 2 MB; a plan of that size is not meant for a person. Split it.',
    )
  }
  const nul = text.indexOf('\0')
  if (nul < 0) return null
  return error(
    'binary-plan',
    'This is no text: it has zero bytes in it. Name another file.',
    splitLines(text.slice(0, nul)).length,
  )
}

const unknownFormat = (format: string): Finding => {
  const known = formats.map(({ name }) => name).join(', ')
  const message = `There is no plan format "${plainText(format, 40)}". Known: ${known}.`
  return { severity: 'error', code: 'unknown-format', message, line: 1 }
}

const noPhases: Finding = {
  severity: 'error',
  code: 'no-phases',
  message:
    'No phases or streams found. A plan has headings such as "### Phase 1: Title" and "#### Stream A: Title (2 days)".',
  line: 1,
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error'

const withoutPlan = (text: string, { file }: PlanSource, finding: Finding): PlanReading => {
  const plan: Plan = {
    title: plainText(file.split(/[\\/]/).at(-1) ?? ''),
    slug: planSlug(null, file),
    format: fallback.name,
    unit: 'tasks',
    phases: [],
    contracts: [],
    claims: noClaims,
  }
  return { plan, diagnostics: [diagnose(splitLines(text.slice(0, mostBytes)), finding)] }
}
