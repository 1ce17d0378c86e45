import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeclared } from '../../../source/plan/is-declared.ts'

describe('whether a plan means a file', () => {
  it.each([
    ['src/a.ts', 'src/a.ts', true],
    ['src/a.ts', './src/a.ts', true],
    ['src/a/b.ts', 'src/a/', true],
    ['src/a/b.ts', 'src/a', true],
    ['src/ab.ts', 'src/a', false],
    ['src/x/y/z.ts', 'src/**/*.ts', true],
    ['src/z.ts', 'src/**/*.ts', true],
    ['src/x/z.ts', 'src/*.ts', false],
    ['lib/a.test.js', 'lib/*.{ts,js}', true],
    ['lib/a.py', 'lib/?.py', true],
    ['lib/axpy', 'lib/?.py', false],
    ['core/router.py', 'router.py', false],
    ['anything', '', false],
  ])('%s by %s: %s', (file, pattern, is) => {
    expect(isDeclared(file, [pattern])).toBe(is)
  })

  it('finds a bare name at any depth where that is asked for', () => {
    expect(isDeclared('core/router.py', ['router.py'], { anyDepth: true })).toBe(true)
    expect(isDeclared('core/router.py', ['*.py'], { anyDepth: true })).toBe(true)
    expect(isDeclared('core/xrouter.py', ['router.py'], { anyDepth: true })).toBe(false)
  })

  it('takes whatever a plan has written for a pattern', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: fc.constantFrom('*', '{', '}', ',', '?', '/', 'a', '[', '(', '\\') }),
        (file, pattern) => {
          expect(typeof isDeclared(file, [pattern], { anyDepth: true })).toBe('boolean')
        },
      ),
    )
  })
})
