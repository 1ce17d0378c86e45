import type { Finding } from '../../model/finding.ts'
import { scanBinary, scanText } from './scan-text.ts'

export interface Content {
  /** As it is to be called in findings. */
  path: string
  /** All of it, or its beginning. */
  bytes: Uint8Array
  /** How many bytes it has in all. */
  size: number
}

/** Of a file that is larger only the beginning is looked at, and that is said. */
export const longestScan = 32 * 1024 * 1024

/** Every secret in a file, whatever it holds. */
export async function scanContent({ path, bytes, size }: Content): Promise<Finding[]> {
  const looked = bytes.subarray(0, longestScan)
  const text = textOf(looked)
  const found = text === null ? scanBinary(path, latin1(looked)) : await scanText(path, text)
  return size > looked.length ? [...found, notAll(path, looked.length, size)] : found
}

/** Null: it is no text. What is neither UTF-8 nor UTF-16 is read byte by byte: all that is looked for is ASCII. */
export function textOf(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  // Git's own sign of a binary file, as far into it as git looks.
  if (bytes.subarray(0, 8000).includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return latin1(bytes)
  }
}

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

const notAll = (path: string, looked: number, size: number): Finding => ({
  check: 'secrets',
  code: 'too-large',
  severity: 'warning',
  file: path,
  line: 0,
  column: 0,
  excerpt: `${looked} of ${size} bytes were looked at`,
  mend: 'Keep files of this size out of the repository, or look through the rest yourself.',
})
