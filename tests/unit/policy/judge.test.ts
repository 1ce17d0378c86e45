import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Permissions, permissionsSchema } from '../../../source/model/permissions.ts'
import { type Deed, judge, unreadableRule } from '../../../source/policy/judge.ts'

const rules = (allow: object = {}, deny: object = {}): Permissions => permissionsSchema.parse({ allow, deny })
const runs = (...commands: Deed['commands']): Deed => ({ commands, files: [], isWhole: true })
const edits = (...paths: string[]): Deed => ({
  commands: [],
  files: paths.map((path) => ({ path, names: [path] })),
  isWhole: true,
})
const verdict = (deed: Deed, permissions: Permissions) => judge(deed, permissions)?.verdict ?? null

describe('a command', () => {
  const allow = (...run: string[]) => rules({ run })

  test.each([
    ['npm test', 'npm test', true],
    ['npm test', 'npm   "test"', true],
    ['npm test', 'npm test -- --slow', false],
    ['npm test **', 'npm test', true],
    ['npm test **', 'npm test -- --slow', true],
    ['npm run *', 'npm run build', true],
    ['npm run *', 'npm run build now', false],
    ['npm run test:*', 'npm run test:all', true],
    ['npm run test:*', 'npm run build', false],
    ['git ** --stat', 'git log -p --stat', true],
    ['npm test', './npm test', false],
    ['npm test', 'X=1 npm test', false],
    ['npm test', '', false],
  ])('allowed by %j: %j is %j', (rule, command, isAllowed) => {
    expect(verdict(runs(command), allow(rule))).toBe(isAllowed ? 'allowed' : null)
  })

  test('of words goes by its words, and one in a shell by its text', () => {
    const permissions = allow('npm test')
    expect(verdict(runs(['npm', 'test']), permissions)).toBe('allowed')
    expect(verdict(runs(['bash', '-lc', 'npm test']), permissions)).toBe('allowed')
    expect(verdict(runs(['bash', '-lc', 'npm test; rm -rf x']), permissions)).toBe(null)
    expect(verdict(runs(['bash', '-lc', 'npm test', 'x']), permissions)).toBe(null)
    expect(verdict(runs(['npm test']), permissions)).toBe(null)
  })

  test.each([
    'git push',
    'git -C . push origin',
    '/usr/bin/git push',
    'cd x && git push',
    'true;git push',
    'sudo -n git push',
    'X=1 git push',
    'bash -c "git push"',
    'echo $(git push)',
    'echo `git push`',
    'g"i"t \'push\'',
    'GIT push',
    'git \\\n push',
    'if true; then git push; fi',
    'xargs git push < x',
  ])('is denied wherever it stands: %j', (command) => {
    expect(verdict(runs(command), rules({ run: ['**'] }, { run: ['git push'] }))).toBe('denied')
  })

  test('that only looks alike is not denied', () => {
    for (const command of ['git status', 'grep -rn push docs', 'gitk push'])
      expect(verdict(runs(command), rules({}, { run: ['git push **'] }))).toBe(null)
    expect(verdict(runs('grep rm x'), rules({}, { run: ['rm **'] }))).toBe(null)
  })
})

describe('a change of files', () => {
  test.each([
    ['docs/**', 'docs/a/b.md', true],
    ['docs/*', 'docs/a/b.md', false],
    ['docs/*.md', 'docs/a.md', true],
    ['**/*.md', 'a.md', true],
    ['**', 'src/a.ts', true],
    ['docs', 'docs/a.md', false],
  ])('allowed by %j: %j is %j', (rule, path, isAllowed) => {
    expect(verdict(edits(path), rules({ edit: [rule] }))).toBe(isAllowed ? 'allowed' : null)
  })

  test('is allowed only when every file is, and denied when one is', () => {
    const permissions = rules({ edit: ['docs/**'] }, { edit: ['docs/secret/**'] })
    expect(verdict(edits('docs/a', 'docs/b'), permissions)).toBe('allowed')
    expect(verdict(edits('docs/a', 'src/b'), permissions)).toBe(null)
    expect(verdict(edits('docs/a', 'docs/SECRET/b'), permissions)).toBe('denied')
  })

  test('somewhere else, or behind a link, is not allowed, and denied by either name', () => {
    const elsewhere = { commands: [], files: [{ path: null, names: ['docs/link', 'src/x'] }], isWhole: true }
    expect(verdict(elsewhere, rules({ edit: ['**'] }))).toBe(null)
    expect(verdict(elsewhere, rules({}, { edit: ['src/**'] }))).toBe('denied')
  })

  test('together with a command needs a rule for both', () => {
    const both = { ...edits('docs/a'), commands: ['npm test'] }
    expect(verdict(both, rules({ edit: ['**'] }))).toBe(null)
    expect(judge(both, rules({ edit: ['**'], run: ['npm test'] }))).toEqual({
      verdict: 'allowed',
      rule: 'npm test, **',
    })
  })
})

test('what is more than commands and files is never allowed by a rule', () => {
  expect(verdict({ ...runs('npm test'), isWhole: false }, rules({ run: ['**'] }))).toBe(null)
  expect(verdict({ commands: [], files: [], isWhole: true }, rules({ run: ['**'], edit: ['**'] }))).toBe(null)
})

test('a rule that cannot be read is named, and denies everything until it is mended', () => {
  expect(unreadableRule(rules({ run: ['npm test'] }, { run: ["rm 'x"] }))).toBe("rm 'x")
  expect(unreadableRule(rules({ run: [' '] }))).toBe(' ')
  expect(unreadableRule(rules({ run: ['npm "run" x'] }))).toBe(null)
  expect(verdict(runs('ls'), rules({}, { run: ["rm 'x"] }))).toBe('denied')
})

const word = fc.stringMatching(/^[a-z][a-z0-9/.-]{0,8}$/)
const words = fc.array(word, { minLength: 1, maxLength: 5 })

describe('whatever the words', () => {
  test('deny wins over any rule that allows', () => {
    fc.assert(
      fc.property(words, words, (command, more) => {
        const text = [...command, ...more].join(' ')
        const permissions = rules({ run: ['**', text] }, { run: [`${command.join(' ')} **`] })
        expect(verdict(runs(text), permissions)).toBe('denied')
        expect(verdict(runs([...command, ...more]), permissions)).toBe('denied')
      }),
    )
  })

  test('an operator of a shell is allowed by no rule, however wide', () => {
    const operator = fc.constantFrom(
      ';',
      '&',
      '|',
      '&&',
      '||',
      '$',
      '(',
      ')',
      '`',
      '<',
      '>',
      '>>',
      '\n',
      '$(',
      '{',
      '\\',
    )
    fc.assert(
      fc.property(words, operator, words, fc.constantFrom(' ', ''), (before, sign, after, gap) => {
        const text = `${before.join(' ')}${gap}${sign}${gap}${after.join(' ')}`
        const permissions = rules({ run: ['**', '* **', before.join(' '), `${before.join(' ')} **`] })
        expect(verdict(runs(text), permissions)).toBe(null)
        expect(verdict(runs(['bash', '-lc', text]), permissions)).toBe(null)
        expect(verdict(runs([...before, sign, ...after]), permissions)).toBe(null)
      }),
    )
  })

  test('a command is allowed by itself, and by itself with more only where the rule says so', () => {
    fc.assert(
      fc.property(words, words, (command, more) => {
        const text = command.join(' ')
        expect(verdict(runs(text), rules({ run: [text] }))).toBe('allowed')
        expect(verdict(runs(`${text} ${more.join(' ')}`), rules({ run: [text] }))).toBe(null)
        expect(verdict(runs(`${text} ${more.join(' ')}`), rules({ run: [`${text} **`] }))).toBe('allowed')
      }),
    )
  })

  test('no text takes long, and none throws', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 2000 }),
        fc.string({ maxLength: 60, minLength: 1 }),
        (text, rule) => {
          judge(
            { ...runs(text), files: [{ path: text, names: [text] }] },
            rules({ run: [rule] }, { edit: [rule] }),
          )
        },
      ),
    )
    expect(verdict(edits('a'.repeat(20_000)), rules({ edit: [`${'*a'.repeat(200)}b`] }))).toBe(null)
  })
})
