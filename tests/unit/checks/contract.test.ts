import { describe, expect, it } from 'vitest'
import { checkContracts } from '../../../source/checks/contract.ts'

const files = (input: Partial<Parameters<typeof checkContracts>[0]>) =>
  checkContracts({ changed: ['api/schema.ts'], contracts: ['api/schema.ts'], decisions: [], ...input }).map(
    ({ code, file }) => `${code} ${file}`,
  )

describe('a shared interface that one stream changes', () => {
  it('needs a decision', () => {
    expect(files({})).toEqual(['contract-without-decision api/schema.ts'])
    expect(files({ contracts: ['api/*.ts'] })).toHaveLength(1)
    expect(files({ changed: ['src/a.ts'] })).toEqual([])
  })

  it.each([
    'api/schema.ts gets an id',
    'we change `schema.ts`: ids are strings',
    'Ids are strings in api/schema.ts.',
  ])('has one that names it: %s', (text) => expect(files({ decisions: [text] })).toEqual([]))

  it.each(['we change the schema', 'other/schema.tsx is new', 'see api/schema.ts.old'])(
    'has none that is about something else: %s',
    (text) => expect(files({ decisions: [text] })).toHaveLength(1),
  )
})
