// Writes the pages that are made from records, so that nobody has to keep them up to date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import wabt from 'wabt'
import { z } from 'zod'
import { kindsOf } from '../source/checks/secrets/find-places.ts'
import { secretRules } from '../source/checks/secrets/rules.ts'
import { makeProgram } from '../source/cli/program.ts'
import { commands } from '../source/commands/index.ts'
import { watches } from '../source/engine/alerts/index.ts'
import { checkpointsSchema } from '../source/model/checkpoints.ts'
import { projectConfigSchema } from '../source/model/config.ts'
import { eventSchema } from '../source/model/event.ts'
import { planReportSchema } from '../source/model/plan.ts'
import { telemetrySchema } from '../source/telemetry/schema.ts'
import { actions } from '../source/ui/keys/actions.ts'
import { helpRows } from '../source/ui/keys/help-rows.ts'
import { keyMap } from '../source/ui/keys/key-map.ts'
import { agentsPage } from './agents-page.ts'
import { between } from './between.ts'
import { planPicture, withPlans } from './plans-page.ts'
import { row } from './row.ts'
import { screenPictures, withScreens } from './screens.ts'

const root = join(import.meta.dirname, '..')

/** Path below the repository → text. Also what a test compares the pages with. */
export const pages = (): Record<string, string> => ({
  'docs/commands.md': commandsPage(),
  'docs/cli.md': cliPage(),
  'docs/agents.md': made + agentsPage(),
  'docs/keys.md': keysPage(),
  // Written by hand, but for the screens in it.
  'docs/screen.md': withScreens(readFileSync(join(root, 'docs/screen.md'), 'utf8')),
  // Written by hand, but for the table of what is looked for.
  'docs/security.md': withKinds(readFileSync(join(root, 'docs/security.md'), 'utf8')),
  // Written by hand, but for the fields.
  'docs/telemetry.md': between(readFileSync(join(root, 'docs/telemetry.md'), 'utf8'), 'fields', fieldTable()),
  'docs/schemas/telemetry.json': schema(telemetrySchema),
  // Written by hand, but for the table of what is watched.
  'docs/alerts.md': between(readFileSync(join(root, 'docs/alerts.md'), 'utf8'), 'watches', watchTable()),
  // Written by hand, but for the formats, the findings and what is printed.
  'docs/plans.md': withPlans(readFileSync(join(root, 'docs/plans.md'), 'utf8')),
  'docs/screens/plan.svg': planPicture(),
  ...screenPictures(),
  'docs/schemas/plan.json': schema(planReportSchema),
  'docs/schemas/br.config.json': schema(projectConfigSchema),
  'docs/schemas/event.json': schema(eventSchema),
  'docs/schemas/checkpoints.json': schema(checkpointsSchema),
  'source/runtime/worker/skim-lines.wasm.ts': assembled(
    'source/runtime/worker/skim-lines.wat',
    'skimLinesWasm',
  ),
})

const { parseWat } = await wabt()

/** Not a page, but made from a text like them: source files are run as they are, without a build. */
function assembled(path: string, name: string): string {
  const parsed = parseWat(basename(path), readFileSync(join(root, path), 'utf8'), { simd: true })
  const { buffer } = parsed.toBinary({})
  return `// Made from ${basename(path)} by \`npm run docs\`.\nexport const ${name} =\n  '${Buffer.from(buffer).toString('base64')}'\n`
}

function fieldTable(): string {
  const rows = telemetrySchema.options.map(({ shape }) => {
    const { v: _, at: __, session: ___, type, ...fields } = shape
    return row([`\`${type.value}\``, Object.entries(fields).map(fieldText).join(', ')])
  })
  return [row(['type', 'fields']), '| --- | --- |', ...rows].join('\n')
}

function fieldText([name, field]: [string, z.ZodType]): string {
  const said = field.description
  return `\`${name}\`${said ? ` (${said})` : ''}`
}

function watchTable(): string {
  const rows = watches.map(({ name, summary, limits, show, worse }) => {
    const shown = limits ? [limits.warning, limits.urgent, limits.clear].map(show) : ['-', '-', '-']
    return row([`\`${name}\``, `${summary}${worse === 'below' ? '; less is worse' : ''}`, ...shown])
  })
  const head = row(['name', 'what is watched', 'warning', 'urgent', 'over'])
  return [head, '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

const made = '<!-- Made by `npm run docs`; do not edit. -->\n\n'

const GROUPS = {
  loop: 'The loop',
  look: 'Look',
  steer: 'Steer',
  answer: 'Answer',
  leave: 'Leave',
}

function commandsPage(): string {
  const intro = [
    '# Typed commands',
    '',
    'A command goes to the stream that is in focus, or to the orchestrator. `@stream command` and `command stream`',
    'address a stream, `command all` every one. Case, closing punctuation and everyday forms do not matter; what is',
    "not understood changes nothing and gets a suggestion. From a shell: `br-tui send 'continue telemetry'`.",
    'Commands marked ✋ are refused from inside a worker.',
  ]
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => [
    '',
    `## ${title}`,
    '',
    '| command | does | also |',
    '| --- | --- | --- |',
    ...commands
      .filter((command) => command.group === group)
      .map(({ usage, summary, aliases, personOnly }) =>
        row([
          `\`${usage}\`${personOnly ? ' ✋' : ''}`,
          summary,
          aliases.map((alias) => `\`${alias}\``).join(', '),
        ]),
      ),
  ])
  return `${made}${[...intro, ...groups].join('\n')}\n`
}

function cliPage(): string {
  const program = makeProgram(() => {})
  const helps = [program, ...program.commands].map((command) => {
    const help = command.createHelp()
    help.helpWidth = 100
    return `## \`${command === program ? 'br-tui' : `br-tui ${command.name()}`}\`\n\n\`\`\`text\n${help.formatHelp(command, help).trim()}\n\`\`\``
  })
  const exits = [
    '## Exit codes',
    '',
    'The highest that applies:',
    '',
    '| code | means |',
    '| --- | --- |',
    '| 0 | done and clean |',
    '| 1 | could not be done; the reason and what to do are on stderr |',
    '| 2 | bad usage, or an input that cannot be understood |',
    '| 3 | a gate said no, or a plan has a finding that keeps it from being run |',
    '| 4 | a merge conflict waits for a person |',
  ]
  return `${made}# The command line\n\n${helps.join('\n\n')}\n\n${exits.join('\n')}\n`
}

function keysPage(): string {
  const keys = keyMap(actions, {})
  if (!keys.ok) throw new Error(keys.error.message)
  const intro = [
    '# Keys of the screen',
    '',
    'The screen has two modes, and always shows which one it is in. *Typing*: what you type goes to the line at the bottom.',
    '*Keys*: one key does one thing; `escape` leads there, `i` back. The third column is for what lies over the panes:',
    'help, a long answer, copying, the choice of a plan, and the word that the host is gone; and for the terminal of a',
    'pane, to whose program every key goes but that one.',
    '',
    'A key in *typing* that is also a character (`?`), and Tab between panes, hold while the line is empty.',
  ]
  const rows = helpRows(keys.value).flatMap((each) =>
    each.kind === 'title'
      ? [
          '',
          `## ${each.text}`,
          '',
          '| typing | keys | over the panes | does | name |',
          '| --- | --- | --- | --- | --- |',
        ]
      : [row([...[each.typing, each.keys, each.elsewhere].map(chords), each.summary, `\`${each.name}\``])],
  )
  const own = [
    '',
    '## Keys of your own',
    '',
    'Another key is given to the name of what it does, for every mode that has it; the keys it had are free then. A key is',
    'a character (`z`, `G`), or `f1` … `f12`, `up`, `pageup`, `tab`, `space` and so on, with `ctrl-`, `alt-` or `shift-`',
    'before it. Two things on one key, an unknown name and an unknown key are refused.',
  ]
  return `${made}${[...intro, ...rows, ...own].join('\n')}\n`
}

function withKinds(page: string): string {
  const byCode = Map.groupBy(kindsOf(secretRules), ({ code }) => code)
  const rows = [...byCode].map(([code, kinds]) => {
    const prefixes = kinds.flatMap((kind) => kind.prefixes)
    // Some are hundreds, of which none tells a reader anything.
    const shown = prefixes.length <= 14 ? prefixes.map((prefix) => `\`${prefix}\``).join(' ') : ''
    return row([`\`${code}\``, [...new Set(kinds.map(({ name }) => name))].join(', '), shown])
  })
  const table = ['| code | what it is | begins with |', '| --- | --- | --- |', ...rows].join('\n')
  return page.replace(
    /(<!-- kinds: .* -->\n)[\s\S]*?(<!-- \/kinds -->)/,
    (_, begin: string, end: string) => `${begin}${table}\n${end}`,
  )
}

const chords = (of: string[]): string => of.map((chord) => `\`${chord}\``).join(' ')

const schema = (of: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(of, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(pages())) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}
