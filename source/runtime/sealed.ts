import { crc32 } from 'node:zlib'

/**
 * A JSON object with a checksum as its last field. Without one a flipped bit inside of a string or a number leaves JSON
 * that is whole, fits its schema, and lies.
 */
export function sealed(object: object): string {
  const body = JSON.stringify(object).slice(0, -1)
  return `${body}${body === '{' ? '' : ','}"crc":"${checksum(body)}"}`
}

export interface Unsealed {
  value: unknown
  /** none: written before there were checksums, or cut off. */
  seal: 'holds' | 'broken' | 'none'
}

/** Throws what JSON.parse says. */
export function unsealed(text: string): Unsealed {
  const value = JSON.parse(text)
  const found = SEAL.exec(text.slice(-LONGEST_SEAL))
  if (found === null) return { value, seal: 'none' }
  const body = text.slice(0, text.length - found[0].length)
  return { value, seal: checksum(body) === found[1] ? 'holds' : 'broken' }
}

const SEAL = /,?"crc":"([0-9a-f]{8})"\}\n?$/
const LONGEST_SEAL = ',"crc":"01234567"}\n'.length

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0')
