import type { Phase } from '../../../model/plan.ts'
import { readDuration } from '../../duration.ts'

export interface ReadHeading {
  /** `1`, `2.1`, or the letter of a stream; empty where a stream has none. */
  number: string
  title: string
  duration: number | null
  mode: Phase['mode'] | null
}

/** `Phase 1: Core Features (Days 3-5) - PARALLEL`. */
export const readPhaseHeading = (text: string): ReadHeading | null => {
  const found = numberedPhase.exec(text) ?? letteredPhase.exec(text)
  return found ? readRest(found[1] ?? '', found[2] ?? '') : null
}

/** `Stream A: Model Routing (2 days)`. */
export const readStreamHeading = (text: string): ReadHeading | null => {
  const found = letteredStream.exec(text) ?? namedStream.exec(text)
  return found ? readRest(found[1] ?? '', found[2] ?? '') : null
}

const numberedPhase = /^[^\p{L}\p{N}]*phase\s(\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?)\b[\s:.)–—-]*(.*)$/iu
// Without a number only what a colon or dash sets off: "Phase in the changes" is a sentence.
const letteredPhase = /^[^\p{L}\p{N}]*phase\s([a-z]|[ivx]{1,5})\s?[:–—-][\s:–—-]*(.*)$/iu
const letteredStream =
  /^[^\p{L}\p{N}]*(?:work)?(?:stream|track)\s([a-z]\d?|\d{1,4}(?:\.\d{1,4}){0,3})\b[\s:.)–—-]*(.*)$/iu
const namedStream = /^[^\p{L}\p{N}]*(?:work)?(?:stream|track)()\s?[:–—-]\s?(.*)$/iu

const readRest = (number: string, rest: string): ReadHeading => {
  let duration: number | null = null
  let mode: Phase['mode'] | null = null
  let title = rest
    .replace(remark, ' ')
    .replace(progress, '')
    .replace(/[([]([^()[\]]*)[)\]]/g, (whole, inside: string) => {
      const days = readDuration(inside)
      duration ??= days
      const word = modeInside.exec(inside)?.[1]
      mode ??= modeOf(word)
      return days !== null || word !== undefined ? ' ' : whole
    })
  const ending = modeTail.exec(title) ?? modeAlone.exec(title)
  if (ending) {
    mode ??= modeOf(ending[1])
    title = title.slice(0, ending.index)
  }
  const tail = durationTail.exec(title)
  if (tail) {
    duration ??= readDuration(tail[1] ?? '')
    title = title.slice(0, tail.index)
  }
  title = title.replace(/\s+/g, ' ').replace(/[\s|:–—-]{1,20}$/, '')
  return { number: number.toLowerCase(), title: title.trim(), duration, mode }
}

/** `_(added: 2026-01-02)_`, as tools note it behind a title. */
const remark = /\s(?:_\([^()]{0,200}\)_|\*\([^()]{0,200}\)\*)/g
/** How far a phase is changes while it is built, and its name must not. */
const progress =
  /\s*[([]?\s?(?:[-–—]\s)?(?:[✅✓✔☑🚧⏳🔄❌]\ufe0f?\s{0,3}(?:\(?(?:COMPLETED?|DONE|IN[ -]PROGRESS|PENDING|NOT STARTED)\)?)?|(?:\(|[-–—]\s)(?:COMPLETED?|DONE|IN[ -]PROGRESS)\)?)\s?[)\]]?\s*$/iu

/** Half parallel is parallel: what must wait inside such a phase says so by its dependencies. */
const modeOf = (word: string | undefined): Phase['mode'] | null => {
  if (word === undefined) return null
  return /^seq/i.test(word) ? 'sequential' : 'parallel'
}

const modeInside = /(?:^|,)\s?((?:semi-?)?parallel|sequential)\b/i
const modeAlone = /^((?:SEMI-?)?PARALLEL|SEQUENTIAL)[^\p{L}\p{N}]*$/u
const modeTail = /\s(?:[-–—|]\s?|[([]\s?)((?:semi-?)?parallel|sequential)\b[^\p{L}\p{N}]*$/iu
const durationTail = /\s[-–—|:]\s?(~?\d{1,4}(?:\.\d{1,4})?\s?(?:hours?|hrs?|days?|weeks?|[hdw]))$/i
