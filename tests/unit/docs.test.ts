import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pages } from '../../.ci/docs.ts'

const root = join(import.meta.dirname, '../..')

it.each(Object.entries(pages()))('%s says what the records say (npm run docs)', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text)
})
