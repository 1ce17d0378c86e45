import { alerts, dismiss } from './alerts.ts'
import { approve, deny } from './answer.ts'
import { assist } from './assist.ts'
import { auto } from './auto.ts'
import { check } from './check.ts'
import { checkpoints } from './checkpoints.ts'
import { allow, quality, rewrite, scan } from './checks.ts'
import { answer, type Command, enabled } from './command.ts'
import { abort, resolve } from './conflict.ts'
import { continueCommand } from './continue.ts'
import { dashboard } from './dashboard.ts'
import { amend, handOver, refuse } from './drift.ts'
import { checkpoint, merge, updateCommand } from './land.ts'
import { quit, stop } from './leave.ts'
import { calls, decisions, diff, gaps, log, plan } from './look.ts'
import { budget, costs, model } from './money.ts'
import { drop, keep, replan } from './replan.ts'
import { rollback } from './rollback.ts'
import { status } from './status.ts'
import { block, cancel, decide, pause, resume, retry, skip, tell, unblock } from './steer.ts'
import { open, path } from './workspace.ts'

const help: Command = {
  name: 'help',
  aliases: ['?', 'h', 'commands', 'what can i type'],
  group: 'look',
  usage: 'help [COMMAND]',
  summary: 'lists the commands, or says more of one',
  scope: 'session',
  disabledReason: enabled,
  run: ({ args }) => {
    const one = commands.find(({ name, aliases }) => name === args || aliases.includes(args))
    return answer(one ? `${one.usage}: ${one.summary}.${alsoText(one)}` : helpText())
  },
}

/** Every typed command. A new one is one record in one file, and its line here. */
export const commands: Command[] = [
  continueCommand,
  check,
  checkpoint,
  merge,
  auto,
  updateCommand,
  rollback,
  status,
  plan,
  diff,
  log,
  calls,
  gaps,
  decisions,
  checkpoints,
  alerts,
  scan,
  quality,
  costs,
  dashboard,
  path,
  help,
  decide,
  block,
  unblock,
  retry,
  skip,
  pause,
  resume,
  cancel,
  assist,
  replan,
  model,
  budget,
  tell,
  approve,
  deny,
  resolve,
  abort,
  dismiss,
  drop,
  keep,
  amend,
  handOver,
  refuse,
  allow,
  rewrite,
  open,
  quit,
  stop,
]

function helpText(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  return commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`).join('\n')
}

const alsoText = ({ aliases }: Command): string => (aliases.length > 0 ? ` Also: ${aliases.join(', ')}.` : '')
