import { assemblePlan } from '../assemble-plan.ts'
import { splitLines } from '../diagnose.ts'
import { plainText } from '../plain-text.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { readTaskBoxes } from '../task-boxes.ts'
import { example } from './checklist/example.ts'
import { isStep, readSections } from './checklist/sections.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const list = readTaskBoxes(text)
  const { groups, findings } = readSections(list)
  const title = list.headings.find(({ depth, text: said }) => depth === 1 && !isStep(said))?.text ?? null
  return assemblePlan(groups, {
    format: 'checklist',
    title: title === null ? null : plainText(title, 200),
    file,
    lines: splitLines(text),
    findings,
  })
}

const aBox = /^[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+\[(?:[xX]|[^\p{L}\p{N}\]])?\]\*?[ \t]+\S/mu
/** Conductor has phases, too, but its tasks are boxes with boxes below them. */
const conductor = /^[-*] \[.\] Task: /m
const hasPhases = /^ {0,3}#{1,6}\s[^\p{L}\p{N}\n]{0,20}(?:phase|(?:work)?stream|track)\b/imu

/** Any Markdown with task boxes. */
export const checklist: PlanFormat = {
  name: 'checklist',
  summary: 'any Markdown with task boxes: Conductor, PLAN.md, the text of an issue',
  example,
  detect: (text, file) =>
    aBox.test(text) &&
    (conductor.test(text) || /(?:^|[\\/])conductor[\\/]/.test(file) || !hasPhases.test(text)),
  parse,
}
