import { describe, expect, it } from 'vitest'
import { checkDrift } from '../../../source/checks/drift.ts'

const drift = (input: Partial<Parameters<typeof checkDrift>[0]>) =>
  checkDrift({ changed: [], declared: ['src/a.ts'], others: [], touched: null, ...input }).map(
    ({ code, severity, file }) => `${severity} ${code} ${file}`,
  )

describe('what a stream changed against what the plan gave it', () => {
  it('is nothing to tell where it kept to its files', () => {
    expect(drift({ changed: ['src/a.ts'] })).toEqual([])
  })

  it('says what the plan does not name, and blocks for what is given to somebody else', () => {
    const others = [{ stream: 'b', declared: ['src/b/'] }]
    expect(drift({ changed: ['src/new.ts', 'src/b/x.ts'], others })).toEqual([
      'warning undeclared-file src/new.ts',
      'error other-streams-file src/b/x.ts',
    ])
  })

  it('lets a file that both are given be changed by both', () => {
    const others = [{ stream: 'b', declared: ['src/a.ts'] }]
    expect(drift({ changed: ['src/a.ts'], others })).toEqual([])
  })

  it('says nothing of a stream that is given no files', () => {
    const others = [{ stream: 'b', declared: ['src/b.ts'] }]
    expect(drift({ declared: [], changed: ['src/b.ts'], others, touched: [] })).toEqual([])
  })

  it('names what is untouched only when the stream is finished', () => {
    expect(drift({ declared: ['a.ts', 'lib/'], touched: ['lib/x.ts'] })).toEqual([
      'info declared-untouched a.ts',
    ])
    expect(drift({ declared: ['a.ts', 'lib/'] })).toEqual([])
  })
})
