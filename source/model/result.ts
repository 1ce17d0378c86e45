/** An expected failure is a value: one clear sentence, then what to do about it. */
export interface Problem {
  message: string
  mend?: string
}

export type Result<T, E = Problem> = { ok: true; value: T } | { ok: false; error: E }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const fail = <E>(error: E): { ok: false; error: E } => ({ ok: false, error })
export const problem = (message: string, mend?: string): { ok: false; error: Problem } =>
  fail(mend === undefined ? { message } : { message, mend })

/** The two sentences of a problem, as a person reads them. */
export const sentence = ({ message, mend }: Problem): string => (mend ? `${message} ${mend}` : message)
