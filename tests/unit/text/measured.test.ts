import { expect, test } from 'vitest'
import { sizeText } from '../../../source/text/measured.ts'

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [999_999, '1000 kB'],
  [64_000_000, '64 MB'],
  [12_340_000, '12.3 MB'],
  [10_000_000_000, '10 GB'],
  [2_560_000_000, '2.6 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
