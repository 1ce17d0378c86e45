import { agents } from '../source/agents/index.ts'
import { row } from './row.ts'

/** docs/agents.md, from the records of the agents. */
export function agentsPage(): string {
  const known = agents.flatMap(({ name, tried }) => (tried ? [{ name, ...tried }] : []))
  const blocks = [
    '# Agents',
    'Who works on a stream: `--agent`, or `agent` in the config; `agents` for single streams.',
    table(
      ['agent', 'what it is', 'listens while it works'],
      agents.map(({ name, summary, listens }) => [`\`${name}\``, summary, listens ? 'yes' : 'no']),
    ),
    'What a program is given and how it reports: [workers.md](workers.md).',
    WHAT_WAS_RUN,
    table(
      [
        'agent',
        'run with',
        'asks',
        'its model is chosen',
        'tells of usage',
        'when it is limited',
        'is resumed',
      ],
      known.map(({ name, packages, on, asks, model, usage, limit, resume }) => [
        `\`${name}\``,
        `${Object.entries(packages)
          .map(([each, version]) => `\`${each}\` ${version}`)
          .join(', ')} (${on})`,
        ...[asks, model, usage, limit, resume],
      ]),
    ),
    DONE_BY_ALL,
    known.flatMap(({ name, ways }) => ways.map((way) => `- \`${name}\` ${way}`)).join('\n'),
    RUN_THEM,
    ADD_ONE,
  ]
  return `${blocks.join('\n\n')}\n`
}

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map(row).join('\n')

const WHAT_WAS_RUN = `## What was run

These programs were driven by br-tui as their makers publish them, against a model server of our own. Other versions
may do otherwise. Where an adapter is not installed, this version of it is fetched.`

const DONE_BY_ALL = `Each of them writes a file that lands, is told apart when its key is refused or its provider fails, and leaves no
process behind. What they have of their own:`

const RUN_THEM = `## Run them yourself

\`npm run e2e:agents\` installs them into a temporary folder (2 GB; \`BR_E2E_CLIS=FOLDER\` keeps them there for the next
time) and drives them with the built br-tui. What cannot be installed is skipped, with a line that says so. They get an
environment with nothing of yours in it, a home and a key that were made for them, and a server on loopback that answers
as the models would; on Linux, where that is allowed, in a network of their own in which there is nothing but loopback.
Whatever else they ask for is refused by a proxy, written down, and fails the test. It is a job of its own in CI and no
part of \`npm test\`. What the model says is in the tests (\`tests/e2e/*.e2e.ts\`); how each provider says it is one file
each in \`tests/e2e/stub/\`.`

const ADD_ONE = `## Add one

A file in \`source/agents/\` with one record, and its line in \`index.ts\`. Whatever speaks the Agent Client Protocol needs
how it is started, the mode in which it asks, and the variables it needs of yours; until then it runs as
\`acp: COMMAND\`. With \`tried\` in its record it is installed and run by \`npm run e2e:agents\`, which wants to know in
\`tests/e2e/settings.ts\` how it is pointed at another server.`
