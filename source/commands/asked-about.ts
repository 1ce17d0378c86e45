import { openDrift } from '../engine/open-findings.ts'
import type { Call } from './command.ts'

/** A file that a stream changed and the plan does not give it. */
export interface Asked {
  stream: string
  file: string
  code: string
  /** What follows the file. */
  rest: string
}

/** What a person speaks of; a text says why that is nothing. */
export function askedAbout({ session, stream, args }: Call): Asked | string {
  const open = Object.keys(session.streams)
    .filter((id) => stream === null || id === stream)
    .flatMap((id) => openDrift(session, id).map(({ file, code }) => ({ stream: id, file, code })))
  if (open.length === 0)
    return `${stream ?? 'No stream'} has changed no file that the plan does not give it, as far as was found.`
  const named = open
    .map((each) => ({ ...each, rest: after(args, each.file) }))
    .filter((each): each is Asked => each.rest !== null)
    // Of two files the longer name is meant: one may begin like the other.
    .sort((a, b) => b.file.length - a.file.length)
  const [first, second] = named
  if (first && second?.file === first.file)
    return `Whose? ${first.stream} and ${second.stream} have changed it. Say '@${first.stream} …'.`
  if (first) return first
  const [only, ...more] = open
  if (only && more.length === 0 && /^(?:|write|to\s+\S+)$/.test(args)) return { ...only, rest: args }
  return `Which file?${open
    .slice(0, 10)
    .map((each) => `\n  ${each.file} (${each.stream})`)
    .join('')}`
}

/** What follows the file's name, with or without quotes around it; null: the text does not begin with it. */
function after(args: string, file: string): string | null {
  // Whoever ends a sentence with a full stop means the file without it.
  const said = args.replace(/[.!]$/, '') === file ? file : args
  const form = [file, `"${file}"`, `'${file}'`].find((each) => said === each || said.startsWith(`${each} `))
  return form === undefined ? null : said.slice(form.length).trim()
}
