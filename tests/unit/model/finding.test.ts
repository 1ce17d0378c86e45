import { expect, test } from 'vitest'
import { findingSchema } from '../../../source/model/finding.ts'

const finding = {
  check: 'secrets',
  code: 'github-token',
  severity: 'error',
  file: 'a file\nwith any name',
  line: 1,
  column: 1,
  excerpt: 'token = ghp_…(github-token)',
  mend: 'Revoke it.',
}

test('a finding points to a place in a file, or to the whole of it', () => {
  expect(findingSchema.parse(finding)).toEqual(finding)
  expect(findingSchema.safeParse({ ...finding, line: 0, column: 0 }).success).toBe(true)
  expect(findingSchema.safeParse({ ...finding, line: -1 }).success).toBe(false)
  expect(findingSchema.safeParse({ ...finding, severity: 'fatal' }).success).toBe(false)
})
