/** How often a check was right over cases of which it is known whether there is something to find. */
export interface Judged {
  precision: number
  recall: number
}

export function judge(cases: { isThere: boolean; isFound: boolean }[]): Judged {
  const count = (isThere: boolean, isFound: boolean) =>
    cases.filter((each) => each.isThere === isThere && each.isFound === isFound).length
  const right = count(true, true)
  return { precision: right / (right + count(false, true)), recall: right / (right + count(true, false)) }
}

export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`
