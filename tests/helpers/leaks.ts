import fc from 'fast-check'
import { type Case, caseMakers, createPick, publicLength } from './secrets.ts'

/** Any secret of any kind, in one of its surroundings. */
export const anySecret: fc.Arbitrary<Case> = fc
  .tuple(fc.nat(caseMakers.length - 1), fc.nat())
  .map(([kind, seed]) => (caseMakers[kind] as (typeof caseMakers)[number])(createPick(seed)))

/** So much of a secret in one piece is a leak. */
const PIECE = 10

/** The pieces of the secrets that the text shows: with colours and line ends taken out, since a line may be wrapped. */
export function leaksIn(text: string, secrets: string[]): string[] {
  const plain = text.replace(/\x1b\[[\d;:]*m|\s/g, '')
  return secrets.flatMap((secret) => {
    const body = secret.slice(publicLength(secret)).replace(/\s/g, '')
    const pieces = Array.from({ length: Math.max(0, body.length - PIECE + 1) }, (_, at) =>
      body.slice(at, at + PIECE),
    )
    return pieces.filter((piece) => plain.includes(piece)).slice(0, 1)
  })
}

/** Puts codes between characters of the text, from its end on, so that none comes to stand inside another. */
export const paint = (text: string, colours: [at: number, code: string][]): string =>
  colours
    .map(([at, code]) => ({ place: at % (text.length + 1), code }))
    .sort((a, b) => b.place - a.place)
    .reduce((painted, { place, code }) => painted.slice(0, place) + code + painted.slice(place), text)

export const anyColour = fc.constantFrom(
  '\x1b[33m',
  '\x1b[0m',
  '\x1b[1;38;5;196m',
  '\x1b[m',
  '\x9b31m',
  '\x1b[K',
)

/** The bytes in pieces that end anywhere, also inside of a character. */
export function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end))
}
