import type { Diagnostic, Plan } from '../model/plan.ts'

/** Where a text came from. `format` is the one a person named; without it the text tells. */
export interface PlanSource {
  file: string
  format?: string
}

export interface PlanReading {
  plan: Plan
  diagnostics: Diagnostic[]
  /** What a plan says in so many words of pairs of its streams (`Can Parallel With`); findings hold it against the rest. */
  declaredPairs?: DeclaredPair[]
}

/** Two streams that a plan says may run side by side, and where it does. */
export interface DeclaredPair {
  streams: readonly [string, string]
  line: number
  /** The piece of the line that says so. */
  at?: string
}

/** One way to write a plan down. `parse` may be handed any text and never throws. */
export interface PlanFormat {
  name: string
  summary: string
  /** A small plan of ours in it, for docs/plans.md; a test reads it, and it has no finding. */
  example: { file: string; text: string }
  detect(text: string, file: string): boolean
  parse(text: string, source: PlanSource): PlanReading
}
