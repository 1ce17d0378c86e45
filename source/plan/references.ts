/** The ids of a plan, to be found again however a person writes them: `T1` for `T001`, `Phase 2` for `02`. */
export interface ReferenceIndex {
  byKey: ReadonlyMap<string, string>
  /** Ids by what stands in front of their last number, each list in the order of that number. */
  byStem: ReadonlyMap<string, { number: number; id: string }[]>
}

export interface References {
  ids: string[]
  /** As written; nothing of the plan is called so. */
  unknown: string[]
  /** What follows the list. */
  rest: string
}

export const indexIds = (ids: Iterable<string>): ReferenceIndex => {
  const byKey = new Map<string, string>()
  const byStem = new Map<string, { number: number; id: string }[]>()
  for (const id of ids) {
    const key = keyOf(id)
    if (byKey.has(key)) continue
    byKey.set(key, id)
    const { stem, number } = cutKey(key)
    const same = byStem.get(stem)
    if (same) same.push({ number, id })
    else byStem.set(stem, [{ number, id }])
  }
  for (const list of byStem.values()) list.sort((a, b) => a.number - b.number)
  return { byKey, byStem }
}

/**
 * The list of ids that a text begins with: `1–5`, `4, 5, and 7`, `Phases 1-3`, `T004–T009 & T012`. Remarks in
 * parentheses are skipped. A range means those ids between its ends that exist.
 */
export const readReferences = (text: string, index: ReferenceIndex): References => {
  let rest = withoutRemarks(text)
  const found: References = { ids: [], unknown: [], rest: text }
  for (let count = 0; count < mostReferences; count += 1) {
    const next = reference.exec(rest)
    const [whole = '', from = '', to] = next ?? []
    // `3 endpoints` is a number of things, and no reference.
    if (!next || (count === 0 && /^\d+$/.test(whole.trim()) && noun.test(rest.slice(whole.length)))) break
    addRange(found, from, to, index)
    rest = rest.slice(whole.length)
    found.rest = rest
    const link = linked.exec(rest)
    if (!link || !reference.test(rest.slice(link[0].length))) break
    rest = rest.slice(link[0].length)
  }
  return { ...found, ids: [...new Set(found.ids)], rest: found.rest.trim() }
}

/** Whether a text says that there is nothing to wait for. */
export const isNone = (text: string): boolean =>
  /^\W*(?:none\b|nothing\b|n\/?a\b|no (?:hard )?dependenc|(?:\w+ )?independent\b|can be built\b|[-–—]*$)/i.test(
    withoutRemarks(text).trim(),
  )

/** `(…)` behind a space is a remark; `app/(auth)/page.tsx` is a path. */
export const withoutRemarks = (text: string): string =>
  text.slice(0, 2000).replace(/(^|\s)\([^()]{0,500}\)/g, '$1 ')

const noun = /^\s(?!and\b|or\b)\p{Ll}{3}/u

const mostReferences = 200
const widestRange = 200

const word = String.raw`(?:(?:phases?|tasks?|steps?|waves?|builds?|stories|story)\b[\s:#]{0,3}|#)?`
const id = String.raw`([a-z]{0,5}-?\d{1,6}[a-z]?(?:\.\d{1,6}[a-z]?){0,4})(?![\p{L}\p{N}])`
const reference = new RegExp(
  String.raw`^\s{0,9}\W{0,2}${word}${id}(?:\s{0,3}(?:-|–|—|\.\.\.?|…|\bto\b|\bthrough\b|\bthru\b)\s{0,3}${word}${id})?[*\x60\])]{0,4}`,
  'iu',
)
const linked = /^\s{0,9}(?:[,;+&/]|and\b|or\b)\s{0,9}(?:(?:and|or)\b|&)?\s{0,9}/i

const addRange = (
  found: References,
  from: string,
  to: string | undefined,
  { byKey, byStem }: ReferenceIndex,
): void => {
  const first = cutKey(keyOf(from))
  const add = (written: string, known: string | undefined) =>
    known === undefined ? found.unknown.push(written) : found.ids.push(known)
  add(from, byKey.get(keyOf(from)))
  if (to === undefined) return
  // `T004–9` leaves the letter out of its second half.
  const last = cutKey(byKey.has(keyOf(to)) ? keyOf(to) : keyOf(`${first.stem}${to}`))
  if (last.stem === first.stem) {
    const between = (byStem.get(first.stem) ?? []).filter(
      ({ number }) => number > first.number && number < last.number,
    )
    for (const { id: inside } of between.slice(0, widestRange)) found.ids.push(inside)
  }
  add(to, byKey.get(`${last.stem}${last.number}`) ?? byKey.get(keyOf(to)))
}

const keyOf = (written: string): string =>
  written
    .toLowerCase()
    .replace(/^([a-z]+)-(?=\d)/, '$1')
    .replace(/(?<!\d)0+(?=\d)/g, '')

const cutKey = (key: string): { stem: string; number: number } => {
  const [, stem = key, number = '0'] = /^(.*?)(\d{1,6})[a-z]?$/.exec(key) ?? []
  return { stem, number: Number(number) }
}
