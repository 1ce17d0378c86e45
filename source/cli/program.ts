import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { VERSION } from '../host/version.ts'
import type { ExitCode } from './print.ts'

/** The command line. Every action loads its own code, so that none pays for the others. */
export async function runProgram(args: string[]): Promise<ExitCode> {
  let exit: ExitCode = 0
  const program = makeProgram((code) => {
    exit = code
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
}

/** Also read by the generated page docs/cli.md. */
export function makeProgram(done: (exit: ExitCode) => void): Command {
  const program = new Command('br-tui')
  program
    .description(
      'Turns a written build plan into merged, tested branches by running its streams in parallel.',
    )
    .version(VERSION)
    .exitOverride()
    // Else an option after a subcommand would be taken for the program's own of the same name.
    .enablePositionalOptions()
    .showHelpAfterError("(try 'br-tui --help')")

  const at = (command: Command) => command.option('--cwd <dir>', 'work in another folder')
  const planOptions = (command: Command) =>
    at(command)
      .option('--workers <n>', 'how many streams run at once, 1 to 16', count)
      .option(
        '--agent <agent>',
        "who works: 'claude', 'codex', 'gemini', 'opencode', 'acp: COMMAND', 'cmd: PROGRAM', 'scripted' or 'manual'",
      )
      .option('--budget <usd>', 'the most that the session may spend, in dollars', usd)
      .option('--format <format>', 'the format of the plan, when it is not recognised')
      .option('--trust', 'trust the commands that the repository and the plan want to run')
      .option('--replace', 'put an unfinished session of another plan aside')

  planOptions(program)
    .argument('[plan]', 'a written build plan; without it, the session of this repository')
    .action(async (plan, options) => done(await (await import('./open.ts')).open(plan, options)))

  at(program.command('plan'))
    .description('analyses a plan: streams, schedule, findings; writes nothing but what you ask for')
    .argument('<plan>')
    .addOption(new Option('--json', 'print one JSON document').conflicts(['gantt', 'mermaid']))
    .addOption(new Option('--gantt', 'draw the schedule in the terminal').conflicts('mermaid'))
    .option('--svg <file>', 'draw the schedule into an SVG file')
    .option('--mermaid', 'print the schedule as a Mermaid Gantt chart')
    .addOption(
      new Option('--tick', "tick what has landed in the plan's own boxes").conflicts([
        'json',
        'gantt',
        'svg',
        'mermaid',
      ]),
    )
    .option('--workers <n>', 'how many streams run at once, 1 to 16', count)
    .option('--format <format>', 'the format of the plan, when it is not recognised')
    .action(async (plan, options) => done(await (await import('./plan.ts')).showPlan(plan, options)))

  planOptions(program.command('open'))
    .description('opens a plan, or the session that is there, without a terminal; talk to it with send')
    .argument('[plan]')
    .action(async (plan, options) => done(await (await import('./open.ts')).openQuietly(plan, options)))

  planOptions(program.command('run'))
    .description('the whole loop without a person: continue, check, checkpoint, merge')
    .argument('<plan>')
    .option('--json', 'print one event a line')
    .option(
      '--until <when>',
      "stop after the first 'checkpoint', or at the 'end'",
      oneOf('checkpoint', 'end'),
    )
    .action(async (plan, options) => done(await (await import('./run.ts')).runPlan(plan, options)))

  at(program.command('send'))
    .description('types TEXT into the running session and prints the answer')
    .argument('<text...>', "a typed command, such as 'continue telemetry'")
    .action(async (text: string[], options) =>
      done(await (await import('./send.ts')).send(text.join(' '), options)),
    )

  at(program.command('status'))
    .description('how the session stands, with evidence and age')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./status.ts')).showStatus(options)))

  at(program.command('checkpoints'))
    .description('what landed: members, order, tests with their logs, who was left out and why')
    .argument('[name]', 'only this one: checkpoint-2')
    .option('--json', 'print one JSON document')
    .action(async (name, options) =>
      done(await (await import('./checkpoints.ts')).showCheckpoints(name, options)),
    )

  at(program.command('report'))
    .description(
      'the session as one document: planned and actual, savings, checkpoints, findings, costs, decisions',
    )
    .option('--html <file>', 'as one file for browsers that asks for nothing')
    .option('--md <file>', 'as Markdown; without a file it is printed')
    .action(async (options) => done(await (await import('./report.ts')).report(options)))

  at(program.command('path'))
    .description("prints the folder of a stream's workspace")
    .argument('<stream>')
    .action(async (stream, options) =>
      done(await (await import('./send.ts')).send(`path ${stream}`, options)),
    )

  at(program.command('stop'))
    .description('ends workers and host after snapshotting what runs; the session stays')
    .action(async (options) => done(await (await import('./stop.ts')).stop(options)))

  at(program.command('worker'))
    .description("takes one stream's batches in this terminal, line by line")
    .requiredOption('--stream <name>', 'the stream')
    .action(async (options) => done(await (await import('./worker.ts')).work(options)))

  at(program.command('decide'))
    .description('shares a decision with every worker')
    .argument('<text...>')
    .action(async (text: string[], options) =>
      done(await (await import('./decide.ts')).decide(text.join(' '), options)),
    )

  program
    .command('mcp')
    .description('tools for the agent that works on a batch, over MCP on standard input and output')
    .action(async () => done(await (await import('./mcp.ts')).mcp()))

  at(program.command('scan'))
    .description(
      'looks for secrets and injectable SQL: in files, in what is staged, in a change, or in all of the history',
    )
    .argument('[paths...]', 'files and folders; without them, everything here that git does not ignore')
    .option('--staged', 'what the next commit would hold')
    .option('--diff <base>', 'the lines that are here and not in a branch or commit')
    .option('--history', 'every content that any commit ever had; secrets only')
    .addOption(new Option('--json', 'print one JSON document').conflicts('sarif'))
    .option('--sarif', 'print a SARIF 2.1.0 document, for editors and code hosts')
    .action(async (paths, options) => done(await (await import('./scan.ts')).scanHere(paths, options)))

  at(program.command('gaps'))
    .description(
      'holds plans against the repository: ticks without evidence, missing files, stubs, secrets in the history',
    )
    .argument('[plan]', "without it, the session's plan, or every plan found here")
    .option('--json', 'print one JSON document')
    .option('--format <format>', 'the format of the plan, when it is not recognised')
    .action(async (plan, options) => done(await (await import('./gaps.ts')).showGaps(plan, options)))

  at(program.command('quality'))
    .description('what a checkpoint would say of what is finished now, check by check; lands nothing')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./quality.ts')).quality(options)))

  at(program.command('hook'))
    .description(
      'looks at what is staged before each commit of yours, then runs the hook that was there before',
    )
    .addArgument(new Argument('<action>').choices(['install', 'uninstall', 'status', 'run']))
    .action(async (action, options) => done(await (await import('./hook.ts')).hook(action, options)))

  at(program.command('doctor'))
    .description('what is missing on this machine for this repository, and how to mend it')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./doctor.ts')).doctor(options)))

  at(program.command('prune'))
    .description('what no session needs any more: says what could go, and removes it only with --yes')
    .option('--yes', 'remove it; commits and uncommitted work are kept as refs')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./prune.ts')).pruneHere(options)))

  const routeCommand = at(program.command('route'))
    .description('how hard some work looks, why, and which model would begin it; runs nothing')
    .argument('<text>', 'what is to be done')
    .option('--file <files...>', 'files it will touch; they say more than words')
    .option('--agent <agent>', 'for this agent only')
    .option('--json', 'print one JSON document')
    .action(async (text, options) => done(await (await import('./route.ts')).route(text, options)))

  at(routeCommand.command('stats'))
    .description('how often the first model was enough, and what a success costs, over all repositories')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./route-stats.ts')).showRouteStats(options)))

  at(program.command('costs'))
    .description('what the session of this repository has spent, against everything on the default model')
    .option('--by <what>', "'stream', 'model' or 'day'", oneOf('stream', 'model', 'day'))
    .option('--json', 'print one JSON document')
    .option('--csv', 'print a table for a spreadsheet')
    .action(async (options) => done(await (await import('./costs.ts')).showCosts(options)))

  at(program.command('dashboard'))
    .description('serves a page of the session to browsers on this machine, to be looked at, and says where')
    .option('--port <n>', 'which port; without it 8080, or any where that is taken', port)
    .action(async (options) => done(await (await import('./dashboard.ts')).showDashboard(options)))

  at(program.command('models'))
    .description('which model each level of complexity gets for each agent, with its price')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./models.ts')).showModels(options)))

  at(program.command('telemetry'))
    .description('figures of sessions here: on this machine, and at an OTLP endpoint if you set one')
    .addArgument(
      new Argument('<action>').choices([
        ...['summary', 'query', 'export', 'status', 'enable', 'disable', 'clear'],
      ]),
    )
    .option('--type <type>', 'only of this type: batch, gate, usage …')
    .option('--stream <stream>', 'only of this stream')
    .option('--since <time>', "from then on: '2h', '3d' or a date")
    .option('--until <time>', 'up to then')
    .option('--json', 'one JSON document, of query and export one a line')
    .option('--csv', 'of query and export: a table for a spreadsheet')
    .action(async (action, options) =>
      done(await (await import('./telemetry.ts')).telemetry(action, options)),
    )

  at(program.command('replay'))
    .description('plays a session again on the screen, to be looked at; nothing can be done in it')
    .argument('[history]', 'an events.jsonl, or the folder it is in; without it, that of this repository')
    .option('--speed <n>', 'how many times as fast as it happened, 0.25 to 1024', speed)
    .option('--session <id>', 'which one of the file; without it, the last')
    .option('--list', 'only says which sessions are in it')
    .action(async (history, options) => done(await (await import('./replay.ts')).replay(history, options)))

  program
    .command('demo')
    .description('makes a sample repository and plan, and runs the loop on it for real')
    .argument('[dir]', 'where; a new temporary folder if not given')
    .action(async (dir) => done(await (await import('./demo.ts')).demo(dir)))

  return program
}

function count(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 16) return number
  throw new InvalidArgumentError('Say a whole number from 1 to 16.')
}

function port(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number
  throw new InvalidArgumentError('Say a port from 1 to 65535.')
}

function speed(text: string): number {
  const number = Number(text)
  if (number >= 0.25 && number <= 1024) return number
  throw new InvalidArgumentError('Say a number from 0.25 to 1024.')
}

function usd(text: string): number {
  const number = Number(text)
  if (number > 0 && number < 1e6) return number
  throw new InvalidArgumentError('Say dollars, such as 20 or 2.50.')
}

const oneOf =
  (...values: string[]) =>
  (text: string): string => {
    if (values.includes(text)) return text
    throw new InvalidArgumentError(`Say one of ${values.join(', ')}.`)
  }
