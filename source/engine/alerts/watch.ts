import type { AlertName, Limits } from '../../model/alert.ts'
import type { Session } from '../../model/session.ts'

/** A value that is watched, with what it was made of. */
export interface Measured {
  /** 'orchestrator' or a stream id. */
  about: string
  value: number
  /** The evidence, as the beginning of a sentence: '3 of the last 10 batches failed'. */
  text: string
}

/** One thing that is watched, whole: thresholds, docs and the page read this record. */
export interface Watch {
  name: AlertName
  summary: string
  /** Whether more is worse, or less. */
  worse: 'above' | 'below'
  /** Null: off, until somebody sets limits. */
  limits: Limits | null
  /** How a value is written: '70 %', '$12.50', '40 min'. */
  show: (value: number) => string
  /** What to do about it. */
  mend: string
  /** Null: too little is known; what was raised stays. An empty list: there is nothing (any more). */
  measure: (session: Session, at: number) => Measured[] | null
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`
export const minutes = (count: number): string => `${Math.round(count)} min`
export const count = (value: number): string => `${value}`
