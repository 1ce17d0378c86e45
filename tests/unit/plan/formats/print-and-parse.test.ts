import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

/** A plan as it is meant, to be printed in each format and read again. */
interface Meant {
  title: string
  groups: { title: string; tasks: MeantTask[] }[]
}

interface MeantTask {
  title: string
  state: 'open' | 'done' | 'active'
  parallel: boolean
  optional: boolean
  file: string | null
  /** How many tasks before it the one is that it depends on; 0: none. */
  needs: number
}

const word = fc.constantFrom('Basket', 'Till', 'Shelf', 'Stock', 'Price', 'Door', 'Lamp', 'Ünder', 'a–b')
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '))
const task: fc.Arbitrary<MeantTask> = fc.record({
  title: words,
  state: fc.constantFrom('open', 'done', 'active'),
  parallel: fc.boolean(),
  optional: fc.boolean(),
  file: fc.option(fc.constantFrom('src/a.ts', 'src/b/c.py', 'docs/d.md', 'Makefile')),
  needs: fc.integer({ min: 0, max: 3 }),
})
const meant: fc.Arbitrary<Meant> = fc.record({
  title: words,
  groups: fc.array(fc.record({ title: words, tasks: fc.array(task, { minLength: 1, maxLength: 6 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
})

const numbered = ({ groups }: Meant, idOf: (group: number, index: number, count: number) => string) => {
  let count = 0
  const ids: string[] = []
  return groups.map(({ title, tasks }, group) => ({
    title,
    tasks: tasks.map((each, index) => {
      count += 1
      ids.push(idOf(group + 1, index + 1, count))
      const before = each.needs === 0 ? undefined : ids[count - 1 - each.needs]
      return { ...each, id: ids[count - 1] ?? '', before: before ?? null }
    }),
  }))
}

const boxes = { open: ' ', done: 'x', active: '~' }

/** What there was to be read, by the line it stood on. */
const readBack = (text: string, format: string) => {
  const { plan, diagnostics } = readPlan(text, { file: 'a/b/tasks.md', format })
  const tasks = plan.phases
    .flatMap(({ streams }) => streams.flatMap((stream) => stream.tasks))
    .sort((a, b) => a.line - b.line)
  const source = new Map(tasks.map(({ id, sourceId }) => [id, sourceId]))
  return {
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    phases: plan.phases.map(({ title }) => title),
    tasks: tasks.map(({ sourceId, state, parallel, optional, files, dependsOn }) => ({
      id: sourceId,
      state,
      parallel,
      optional,
      files,
      before: dependsOn.map((id) => source.get(id)),
    })),
  }
}

const wanted = (groups: ReturnType<typeof numbered>, keeps: { parallel: boolean; optional: boolean }) =>
  groups.flatMap(({ tasks }) =>
    tasks.map(({ id, state, parallel, optional, file, before }) => ({
      id,
      state,
      parallel: keeps.parallel && parallel,
      optional: keeps.optional && optional,
      files: file ? [file] : [],
      before: before ? [before] : [],
    })),
  )

test('spec-kit: what is printed is read again', () => {
  fc.assert(
    fc.property(meant, fc.boolean(), (plan, isBold) => {
      const groups = numbered(plan, (_, __, count) => `T${String(count).padStart(3, '0')}`)
      const text = [`# Tasks: ${plan.title}`, '']
      groups.forEach(({ title, tasks }, index) => {
        text.push(`## Phase ${index + 1}: ${title}`, '')
        for (const { id, state, parallel, title: name, file, before } of tasks) {
          const marks = `${parallel ? '[P] ' : ''}[US${index + 1}] `
          text.push(
            `- [${boxes[state]}] ${isBold ? `**${id}**` : id} ${marks}${name}${file ? ` in \`${file}\`` : ''}${before ? ` (depends on ${before})` : ''}`,
          )
        }
        text.push('')
      })
      const read = readBack(text.join('\n'), 'spec-kit')
      expect(read).toEqual({
        errors: [],
        phases: groups.map(({ title }, index) => `Phase ${index + 1}: ${title}`),
        tasks: wanted(groups, { parallel: true, optional: false }),
      })
    }),
  )
})

test('Kiro: what is printed is read again', () => {
  fc.assert(
    fc.property(meant, (plan) => {
      const groups = numbered(plan, (group, index) => `${group}.${index}`)
      const text = ['# Implementation Plan', '']
      groups.forEach(({ title, tasks }, index) => {
        text.push(`- [ ] ${index + 1}. ${title}`)
        for (const { id, state, parallel, optional, title: name, file, before } of tasks) {
          text.push(`- [${boxes[state]}]${optional ? '*' : ''} ${id} ${parallel ? '(P) ' : ''}${name}`)
          if (file) text.push(`  - see \`${file}\``)
          text.push('  - _Requirements: 1.1_')
          if (before) text.push(`  - _Depends: ${before}_`)
        }
        text.push('')
      })
      const read = readBack(text.join('\n'), 'kiro')
      expect({ ...read, tasks: read.tasks.filter(({ id }) => id?.includes('.')) }).toEqual({
        errors: [],
        phases: groups.map(({ title }) => title),
        tasks: wanted(groups, { parallel: true, optional: true }),
      })
    }),
  )
})

test('OpenSpec: what is printed is read again', () => {
  fc.assert(
    fc.property(meant, (plan) => {
      const groups = numbered(plan, (group, index) => `${group}.${index}`)
      const text = groups.flatMap(({ title, tasks }, index) => [
        `## ${index + 1}. ${title}`,
        '',
        ...tasks.map(
          ({ id, state, title: name, file, before }) =>
            `- [${boxes[state]}] ${id} ${name}${file ? ` in \`${file}\`` : ''}${before ? ` (depends on ${before})` : ''}`,
        ),
        '',
      ])
      expect(readBack(text.join('\n'), 'openspec')).toEqual({
        errors: [],
        phases: groups.map(({ title }, index) => `${index + 1}. ${title}`),
        tasks: wanted(groups, { parallel: false, optional: false }),
      })
    }),
  )
})

test('matrix: what is printed, in fields, in the table or in both, is read again', () => {
  const phase = fc.record({ title: words, needs: fc.array(fc.nat(5), { maxLength: 3 }), file: fc.nat(9) })
  fc.assert(
    fc.property(
      fc.array(phase, { minLength: 2, maxLength: 8 }),
      fc.constantFrom('field', 'table', 'both'),
      (all, where) => {
        const phases = all.map(({ title, needs, file }, index) => ({
          number: index + 1,
          title: `${title} ${index + 1}`,
          needs: [...new Set(needs.filter((other) => other < index).map((other) => other + 1))].sort(
            (a, b) => a - b,
          ),
          file: `src/f${file}.ts`,
        }))
        const list = (needs: number[]) => (needs.length > 0 ? needs.join(', ') : '-')
        const table = [
          '| Phase | Key Files | Can Parallel With | Blocked By |',
          '| --- | --- | --- | --- |',
          ...phases.map(({ number, file, needs }) => `| ${number} | \`${file}\` | - | ${list(needs)} |`),
        ]
        const text = [
          '# Build: X',
          ...(where === 'field' ? [] : table),
          ...phases.flatMap(({ number, title, file, needs }) => [
            `### Phase ${number}: ${title}`,
            `**Files:** \`${file}\``,
            ...(where === 'table'
              ? []
              : [
                  `**Blocked by:** ${needs.length > 0 ? needs.map((other) => `Phase ${other} (x)`).join(', ') : 'None'}`,
                ]),
            '**Deliverables:**',
            '- [ ] one',
          ]),
        ].join('\n')
        const { plan, diagnostics } = readPlan(text, { file: 'BUILD_x.md' })
        const ids = plan.phases.map(({ streams }) => streams[0]?.id)
        expect(
          plan.phases.map(({ title, streams }) => [
            title,
            streams[0]?.files,
            streams[0]?.dependsOn.toSorted(),
          ]),
        ).toEqual(
          phases.map(({ title, file, needs }) => [
            title,
            [file],
            needs.map((other) => ids[other - 1]).sort(),
          ]),
        )
        expect(diagnostics.map(({ code }) => code)).not.toContain('field-table-disagree')
      },
    ),
  )
})

test('phases: what is printed is read again', () => {
  const stream = fc.record({
    title: words,
    days: fc.option(fc.constantFrom(0.5, 1, 2, 3.5)),
    files: fc.subarray(['src/a.ts', 'src/b/c.py', 'docs/d.md', 'Makefile']),
    needs: fc.array(fc.nat(4), { maxLength: 2 }),
    tasks: fc.array(task, { minLength: 1, maxLength: 4 }),
  })
  const phase = fc.record({
    title: words,
    isParallel: fc.boolean(),
    streams: fc.uniqueArray(stream, { minLength: 2, maxLength: 4, selector: ({ title }) => title }),
  })
  fc.assert(
    fc.property(words, fc.array(phase, { minLength: 1, maxLength: 4 }), (title, all) => {
      const letter = (index: number) => 'ABCD'[index] ?? ''
      const before = (needs: number[], index: number) => [...new Set(needs.filter((other) => other < index))]
      const text = [
        `# ${title}`,
        ...all.flatMap((each, number) => [
          `## Phase ${number + 1}: ${each.title} - ${each.isParallel ? 'PARALLEL' : 'SEQUENTIAL'}`,
          ...each.streams.flatMap(({ title: name, days, files, needs, tasks }, index) => [
            `### Stream ${letter(index)}: ${name}${days === null ? '' : ` (${days} days)`}`,
            '**Files:**',
            ...files.map((file) => `- \`${file}\``),
            '',
            ...before(needs, index).map((other) => `**Depends on:** Stream ${letter(other)}`),
            '**Tasks:**',
            ...tasks.map((one) => `- [${boxes[one.state]}] ${one.title}${one.optional ? ' (optional)' : ''}`),
            '',
          ]),
        ]),
      ].join('\n')
      const { plan, diagnostics } = readPlan(text, { file: 'plan.md', format: 'phases' })
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(plan.title).toBe(title)
      expect(
        plan.phases.map((read) => ({
          title: read.title,
          mode: read.mode,
          barrier: read.barrier,
          streams: read.streams.map(({ title: name, duration, files, dependsOn, tasks }) => ({
            title: name,
            duration,
            files,
            needs: dependsOn.map((id) => read.streams.findIndex((other) => other.id === id)).sort(),
            tasks: tasks.map(({ title: said, state, optional }) => ({ said, state, optional })),
          })),
        })),
      ).toEqual(
        all.map((each, number) => ({
          title: each.title,
          mode: each.isParallel ? 'parallel' : 'sequential',
          barrier: number > 0,
          streams: each.streams.map(({ title: name, days, files, needs, tasks }, index) => ({
            title: name,
            duration: days,
            files,
            // One after another: each also waits for the one before it.
            needs: [
              ...new Set([...before(needs, index), ...(each.isParallel || index === 0 ? [] : [index - 1])]),
            ].sort(),
            tasks: tasks.map((one) => ({
              said: `${one.title}${one.optional ? ' (optional)' : ''}`,
              state: one.state,
              optional: one.optional,
            })),
          })),
        })),
      )
    }),
  )
})

test('Task Master: what is printed is read again', () => {
  const statuses = { open: 'pending', done: 'done', active: 'in-progress' }
  fc.assert(
    fc.property(meant, fc.boolean(), (plan, isTagged) => {
      const groups = numbered(plan, (_, __, count) => `${count}`)
      const tasks = groups.flatMap((group) =>
        group.tasks.map(({ id, title, state, file, before }) => ({
          ...{ id: Number(id), title, status: statuses[state] },
          description: file ? `All of \`${file}\`` : '',
          dependencies: before ? [Number(before)] : [],
        })),
      )
      const text = JSON.stringify(isTagged ? { master: { tasks } } : { tasks }, null, 2)
      const read = readBack(text, 'task-master')
      expect({ errors: read.errors, tasks: read.tasks }).toEqual({
        errors: [],
        tasks: wanted(groups, { parallel: false, optional: false }),
      })
    }),
  )
})

test('Beads: what is printed is read again', () => {
  const statuses = { open: 'open', done: 'closed', active: 'in_progress' }
  fc.assert(
    fc.property(meant, (plan) => {
      const groups = numbered(plan, (_, __, count) => `bd-${count}`)
      const text = groups.flatMap((group) =>
        group.tasks.map(({ id, title, state, file, before }) =>
          JSON.stringify({
            ...{ id, title, status: statuses[state], issue_type: 'task' },
            description: file ? `All of \`${file}\`` : '',
            dependencies: before ? [{ issue_id: id, depends_on_id: before, type: 'blocks' }] : [],
          }),
        ),
      )
      const read = readBack(text.join('\n'), 'beads')
      expect({ errors: read.errors, tasks: read.tasks }).toEqual({
        errors: [],
        tasks: wanted(groups, { parallel: false, optional: false }),
      })
    }),
  )
})

test('a checklist: what is printed is read again', () => {
  fc.assert(
    fc.property(meant, (plan) => {
      const groups = numbered(plan, (_, __, count) => `${count}`)
      const text = [
        `# ${plan.title}`,
        ...groups.flatMap(({ title, tasks }, index) => [
          `## ${title} ${index + 1}`,
          ...tasks.map(
            ({ state, title: name, file }) => `- [${boxes[state]}] ${name}${file ? ` in \`${file}\`` : ''}`,
          ),
          '',
        ]),
      ].join('\n')
      const read = readBack(text, 'checklist')
      expect(read.errors).toEqual([])
      expect(read.tasks.map(({ state, files }) => ({ state, files }))).toEqual(
        groups.flatMap(({ tasks }) => tasks.map(({ state, file }) => ({ state, files: file ? [file] : [] }))),
      )
    }),
  )
})
