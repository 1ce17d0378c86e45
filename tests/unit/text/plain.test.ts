import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../source/text/plain.ts'

describe('plainText', () => {
  it.each([
    ['\x1b[1;31mred\x1b[0m', 'red'],
    ['a\x1b]0;title\x07b', 'ab'],
    ['a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b', 'alinkb'],
    ['a\tb\r\nc\rd', 'a b\nc\nd'],
    ['a\x1b[12', 'a'],
    ['a\u202eb\u2028c', 'abc'],
    ['日本', '日本'],
  ])('of %j is %j', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  it('holds nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'\x1b\x1b\x9b[]P\x07\x00\r\t;1ma') }), (text) => {
        expect(plainText(text)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
      }),
    )
  })
})
