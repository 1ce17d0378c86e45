import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPlan } from '../../../source/plan/read-plan.ts'
import { allStreams, filesOf, findStream } from '../../../source/plan/stream-graph.ts'
import { withFile } from '../../../source/plan/with-file.ts'
import { value } from '../../helpers/repo.ts'

const LIKE = readFileSync(join(import.meta.dirname, '../../fixtures/plans/build-like.md'), 'utf8')
const edit = (text: string, stream: string, file: string) =>
  withFile(text, {
    planFile: 'PLAN.md',
    format: readPlan(text, { file: 'PLAN.md' }).plan.format,
    stream,
    file,
  })
const filesIn = (text: string, stream: string) => {
  const found = findStream(readPlan(text, { file: 'PLAN.md' }).plan, stream)
  return found && [...filesOf(found)]
}

describe('one more file for a stream, in the text of its plan', () => {
  it('is an item beside the others, and nothing else changes', () => {
    const text =
      '# P\n### Phase 0: One - PARALLEL\n#### Stream: A (1 days)\n**Files:**\n- `a.ts` the first\n\n**Work:**\n1. Do it\n\n#### Stream: B (1 days)\n**Files:**\n- `b.ts`\n'
    expect(value(edit(text, 'a', 'lib/c.ts'))).toBe(text.replace('the first\n', 'the first\n- `lib/c.ts`\n'))
  })

  it('stands in the row where the files stand in a row, and keeps the ends of lines', () => {
    const text =
      '# P\r\n### Phase 0: One - PARALLEL\r\n#### Stream: A (1 days)\r\n**Files:** `a.ts`, `b.ts`\r\n**Work:**\r\n1. Do it\r\n'
    expect(value(edit(text, 'a', 'c.ts'))).toBe(text.replace('`b.ts`', '`b.ts`, `c.ts`'))
  })

  it('can be told to every stream of a plan like a real one', () => {
    for (const { id } of allStreams(readPlan(LIKE, { file: 'PLAN.md' }).plan)) {
      const after = value(edit(LIKE, id, 'src/new.js'))
      expect(filesIn(after, id)).toEqual(expect.arrayContaining([...(filesIn(LIKE, id) ?? []), 'src/new.js']))
      expect(after.split('\n').length).toBe(LIKE.split('\n').length + 1)
    }
  })

  it('changes nothing where it is there already, and does not guess where no files are listed', () => {
    expect(
      value(edit(LIKE, allStreams(readPlan(LIKE, { file: 'P.md' }).plan)[0]?.id ?? '', 'src/measure.js')),
    ).toBe(LIKE)
    const bare = '# P\n### Phase 0: One - PARALLEL\n#### Stream: A (1 days)\n**Work:**\n1. Do it\n'
    expect(edit(bare, 'a', 'c.ts')).toMatchObject({
      ok: false,
      error: { mend: expect.stringContaining('c.ts') },
    })
  })

  it('whatever the file is called: the plan says it then, and all it said before', () => {
    const first = allStreams(readPlan(LIKE, { file: 'P.md' }).plan)[0]?.id ?? ''
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const after = edit(LIKE, first, name)
        if (after.ok) expect(filesIn(after.value, first)).toContain(name)
      }),
    )
  })
})
