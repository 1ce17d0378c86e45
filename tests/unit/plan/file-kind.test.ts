import { expect, test } from 'vitest'
import { fileKind, isSensitive } from '../../../source/plan/file-kind.ts'

test.each([
  ['README.md', 'docs'],
  ['docs/pictures/one.png', 'docs'],
  ['tests/unit/a.ts', 'tests'],
  ['src/a.test.ts', 'tests'],
  ['test_router.py', 'tests'],
  ['tests/migrations/one.sql', 'tests'],
  ['db/migrations/0001.py', 'interface'],
  ['shop.proto', 'interface'],
  ['src/api.ts', 'interface'],
  ['package.json', 'config'],
  ['Dockerfile', 'config'],
  ['.github/workflows/ci.yml', 'config'],
  ['web/site.css', 'style'],
  ['src/testify.ts', 'source'],
  ['core/model_router.py', 'source'],
])('%s is %s', (path, kind) => expect(fileKind(path)).toBe(kind))

test.each([
  ['src/auth/login.ts', true],
  ['src/authentication.ts', true],
  ['lib/Payments.rb', true],
  ['src/author.ts', false],
  ['src/parser.ts', false],
])('%s: sensitive %s', (path, answer) => expect(isSensitive(path)).toBe(answer))
