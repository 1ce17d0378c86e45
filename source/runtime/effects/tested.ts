import type { GateVerdict, LeftOut, Member } from '../../model/session.ts'

/** What came of it; without a commit nothing lands. */
export interface Tested {
  commit: string | null
  members: Member[]
  leftOut: LeftOut[]
  verdict: GateVerdict
  detail: string
  notes: string[]
}

export const nothing = (verdict: GateVerdict, leftOut: LeftOut[] = []): Tested => ({
  ...{ commit: null, members: [], leftOut, verdict, detail: whyNot(verdict), notes: [] },
})

export const flakyNotes = ({ flaky, log }: GateVerdict): string[] =>
  flaky.length === 0
    ? []
    : [
        `Flaky: ${flaky.slice(0, 5).join(', ')} failed, and passed when it was run once more on the same commit. Nobody was left out for it.${log ? ` Its logs: ${log}` : ''}`,
      ]

export const whyNot = ({ status, summary, failing, log }: GateVerdict): string => {
  const what = status === 'failed' ? whatFails({ failing, summary }) : summary
  return log ? `${what} Its log: ${log}` : what
}

export const whatFails = ({ failing, summary }: Pick<GateVerdict, 'failing' | 'summary'>): string =>
  `The tests fail: ${failing.slice(0, 5).join(', ') || summary}.`
