import * as library from './library.ts'
import { sharedDecision } from './sample.ts'

/**
 * The demo's plan. Its tasks carry the shell steps that the agent `scripted` runs; what an agent with a mind of its
 * own would do after a conflict or a failing test stands there as well.
 */
export const samplePlan = (): string => `# Pocket Text Plan

Pocket Text cleans, measures and prints plain text. Once its base is laid, three streams are written side by side.
The steps below the tasks stand for what an agent would do; \`sleep\` stands for its thinking.

## Phases

### Phase 0: Foundation (Day 1) - SEQUENTIAL

**Files:**
- \`src/width.js\`
- \`src/index.js\`
- \`test/width.test.js\`

**Work:**
${task('Measure text', {
  sh: [
    'mkdir -p src test',
    write('src/width.js', library.width),
    write('src/index.js', library.exporting('width')),
    write('test/width.test.js', library.widthTest),
  ],
})}

### Phase 1: Features (Days 2-3) - PARALLEL

#### Stream A: Wrapping (2 days)

**Files:**
- \`src/wrap.js\`
- \`src/indent.js\`
- \`src/index.js\`

**Work:**
${task('Wrap lines at spaces', {
  sh: [
    write('src/wrap.js', library.wrap),
    write('test/wrap.test.js', library.wrapTest),
    append('src/index.js', library.exporting('wrap')),
    'sleep 1',
  ],
  'sh on-conflict': keepBothSides,
})}
${task('Indent lines', {
  sh: [
    write('src/indent.js', library.carelessIndent),
    write('test/indent.test.js', library.indentTest),
    'sleep 1',
  ],
  'sh on-repair': [
    '# What was decided meanwhile says what is wrong.',
    'cat "$BR_DECISIONS_FILE"',
    write('src/indent.js', library.indent),
    'node --test',
  ],
})}

#### Stream B: Tables (2 days)

**Files:**
- \`src/table.js\`
- \`src/csv.js\`
- \`src/index.js\`

**Work:**
${task('Align the columns of a table', {
  sh: [
    write('src/table.js', library.table),
    write('test/table.test.js', library.tableTest),
    append('src/index.js', library.exporting('table')),
    'sleep 1',
  ],
  'sh on-conflict': keepBothSides,
})}
${task('Comma separated values', {
  sh: [write('src/csv.js', library.csv), write('test/csv.test.js', library.csvTest), 'sleep 1'],
})}

#### Stream C: Titles (2 days)

**Files:**
- \`src/title.js\`
- \`src/anchor.js\`
- \`test/rules.test.js\`

**Work:**
${task('Capitals, and one rule for every function', {
  sh: [
    `br-tui decide "${sharedDecision}"`,
    write('src/title.js', library.title),
    write('test/title.test.js', library.titleTest),
    write('test/rules.test.js', library.rulesTest),
    'sleep 1',
  ],
})}
${task('Anchors for titles', {
  sh: [write('src/anchor.js', library.anchor), write('test/anchor.test.js', library.anchorTest), 'sleep 1'],
})}

### Phase 2: Release (Day 4) - SEQUENTIAL

**Files:**
- \`src/index.js\`
- \`test/index.test.js\`

**Work:**
${task('One entry for everything', {
  sh: [
    append('src/index.js', library.exporting('anchor', 'csv', 'indent', 'title')),
    write('test/index.test.js', library.indexTest),
  ],
})}
`

type Steps = Partial<Record<'sh' | 'sh on-conflict' | 'sh on-repair', string[]>>

function task(title: string, steps: Steps): string {
  const blocks = Object.entries(steps).map(([info, lines]) => `\`\`\`${info}\n${lines.join('\n')}\n\`\`\``)
  return `- ${title}\n${indented(blocks.join('\n'))}`
}

/** Both sides added a line, and both lines are wanted. */
const keepBothSides = ["grep -v '^[<=>|]\\{7\\}' src/index.js > kept", 'mv kept src/index.js', 'node --test']

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

const write = (file: string, text: string): string => `cat > ${file} <<'END'\n${text}\nEND`

const append = (file: string, text: string): string => `cat >> ${file} <<'END'\n${text}\nEND`
