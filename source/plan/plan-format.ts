import type { Diagnostic, Plan } from '../model/plan.ts'

/** Where a text came from. `format` is the one a person named; without it the text tells. */
export interface PlanSource {
  file: string
  format?: string
}

export interface PlanReading {
  plan: Plan
  diagnostics: Diagnostic[]
}

/** One way to write a plan down. `parse` may be handed any text and never throws. */
export interface PlanFormat {
  name: string
  summary: string
  detect(text: string, file: string): boolean
  parse(text: string, source: PlanSource): PlanReading
}
