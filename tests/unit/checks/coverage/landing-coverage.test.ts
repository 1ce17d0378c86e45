import { expect, it } from 'vitest'
import { totalBefore } from '../../../../source/checks/coverage/landing-coverage.ts'
import type { Landing } from '../../../../source/model/session.ts'

const commit = 'a'.repeat(40)
const total = { covered: 1, measured: 2, percent: 50 }
const landing = (given: object) =>
  ({ state: 'published', commit, verdict: { command: 'npm test' }, coverage: { total }, ...given }) as Landing

it.each([
  ['as it was measured where the landing begins', {}, total],
  ['not known when something else came in since', { commit: 'b'.repeat(40) }, null],
  ['not known by other tests', { verdict: { command: 'npm run all' } }, null],
  ['not known from what never landed', { state: 'rejected' }, null],
  ['not known where nobody measured', { coverage: undefined }, null],
])('the total before is %s', (_, given, expected) => {
  expect(totalBefore([landing(given)], { base: commit, command: 'npm test' })).toEqual(expected)
})
