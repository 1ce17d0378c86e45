import { type Prefilter, WIDE } from '../../checks/secrets/prefilter.ts'
import { skimLinesWasm } from './skim-lines.wasm.ts'

/** The same numbers as in skim-lines.wat, which tells what is there. */
const PAIRS = 256
const MARKS = 8448
const INPUT = 61_440
const NEXT = 98_304
const PAGE = 65_536
/** As much as is looked at in one go, in bytes: it has room for the longest line, and fits into the nearest memory. */
const ROOM = 32_768

interface Program {
  memory: WebAssembly.Memory
  marks: WebAssembly.Global<'i32'>
  skim(end: number, longest: number): number
  countLines(end: number): number
  prepare(length: number, words: number): void
  markPairs(small: number, capital: number, length: number): void
}

/** With the parts of its memory that are used for every chunk. */
interface Skimmer extends Program {
  input: Uint8Array
  places: Uint16Array
}

let skimmer: Skimmer | null | undefined
/** Whose tables are in the memory. */
let loaded: Prefilter | null = null

/** Made when it is first needed: most processes never print that much. Null: this Node or this processor cannot. */
function ready(): Skimmer | null {
  if (skimmer !== undefined) return skimmer
  try {
    const module = new WebAssembly.Module(Buffer.from(skimLinesWasm, 'base64'))
    skimmer = withViews(new WebAssembly.Instance(module).exports as unknown as Program)
  } catch {
    skimmer = null
  }
  return skimmer
}

const withViews = ({ memory, ...others }: Program): Skimmer => ({
  ...{ memory, ...others },
  input: new Uint8Array(memory.buffer, INPUT, ROOM),
  places: new Uint16Array(memory.buffer, MARKS, (INPUT - MARKS) / 2),
})

const nowhere = new Uint16Array()

export interface Skimmed {
  /** The place behind the last line that is text and colours and nothing else, as far as was looked. */
  end: number
  /** Places, in order; all the lines before `end` without one hold no word of the prefilter. */
  marks: Uint16Array
  /** Whether it ended because it had seen as much as it can at once. */
  isMore: boolean
}

/**
 * Goes over lines from `from` on at many times the speed of `scanLines`, and misses nothing that it would find: what is
 * marked here, it looks at again. Null: it cannot be done here.
 */
export function skimLines(
  bytes: Uint8Array,
  from: number,
  prefilter: Prefilter,
  longest: number,
): Skimmed | null {
  let here = ready()
  if (here === null || prefilter.isAnySuspect) return null
  if (loaded !== prefilter) here = load(here, prefilter)
  const part = bytes.subarray(from, from + ROOM)
  here.input.set(part)
  const length = here.skim(INPUT + part.length, longest) - INPUT
  const count = here.marks.value
  return {
    end: from + length,
    marks: count === 0 ? nowhere : here.places.subarray(0, count).sort(),
    isMore: length > 0 && from + part.length < bytes.length,
  }
}

/** How many lines end in it. */
export function countLines(bytes: Uint8Array): number {
  const here = ready()
  let count = 0
  if (here === null) {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1
    return count
  }
  for (let at = 0; at < bytes.length; at += ROOM) {
    const part = bytes.subarray(at, at + ROOM)
    here.input.set(part)
    count += here.countLines(INPUT + part.length)
  }
  return count
}

function load(old: Skimmer, prefilter: Prefilter): Skimmer {
  const { memory } = old
  const { classes, next, words, sought } = prefilter
  // Between the words what no line has that is let pass.
  const small = sought.join('\0')
  const behind = NEXT + next.length * 4
  const missing = behind + 2 * small.length - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
  const all = Buffer.from(memory.buffer)
  all.set(classes.map((found) => (found < WIDE ? found : 0)))
  new Int32Array(memory.buffer, NEXT, next.length).set(next)
  old.prepare(next.length, words)
  all.fill(0, PAIRS, MARKS)
  all.write(small, behind, 'latin1')
  all.write(small.toUpperCase(), behind + small.length, 'latin1')
  old.markPairs(behind, behind + small.length, small.length)
  loaded = prefilter
  // What has grown has moved.
  skimmer = withViews(old)
  return skimmer
}
