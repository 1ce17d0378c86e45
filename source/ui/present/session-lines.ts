import { forecastText } from '../../commands/forecast-text.ts'
import { finishedSentence } from '../../commands/land.ts'
import { hasStarted } from '../../engine/batch-state.ts'
import { isLanding } from '../../engine/next-event.ts'
import { outlook } from '../../engine/outlook.ts'
import type { Landing, Session } from '../../model/session.ts'
import { ageText, clockText } from '../../text/age.ts'
import { wrapCells } from '../../text/wrap.ts'
import type { Role, Theme } from '../theme.ts'
import { fitLine, type Span } from './line.ts'

/** How far the plan is and how much sooner it is over than one stream after another. */
export function forecastRows(
  session: Session,
  theme: Theme,
  { width, now }: { width: number; now: number },
): string[] {
  const { late } = outlook(session, now)
  return sentenceRows(`Forecast: ${forecastText(session, now)}`, late > 0 ? 'warn' : 'plain', theme, width)
}

/** How the last landing stands. */
export function landingRows(
  session: Session,
  theme: Theme,
  { width, now }: { width: number; now: number },
): string[] {
  const last = session.landings.at(-1)
  if (!last) return []
  const name = `${last.kind}-${last.number}`
  if (isLanding(session)) {
    const text = `${theme.glyphs.running} ${name}: ${LANDING_STEPS[last.state]}`
    const left: Span[] = [
      [text, 'running'],
      [` ${theme.glyphs.dot} ${clockText(last.requestedAt, now)}`, 'dim'],
    ]
    return [fitLine(theme, width, { left })]
  }
  const isPublished = last.state === 'published'
  const isGood = isPublished && last.leftOut.length === 0
  const sign = isPublished ? theme.glyphs.good : theme.glyphs.bad
  const age = last.endedAt === null ? '' : `${ageText(last.endedAt, now)}`
  const facts = isPublished ? publishedFacts(last) : [last.detail]
  const text = [`${sign} ${name} ${isPublished ? 'landed' : last.state}`, ...facts, age].filter(Boolean)
  return sentenceRows(text.join(` ${theme.glyphs.dot} `), isGood ? 'good' : 'warn', theme, width)
}

const LANDING_STEPS: Partial<Record<Landing['state'], string>> = {
  composing: 'merging and testing',
  judged: 'publishing',
}

const publishedFacts = ({ members, verdict, leftOut }: Landing): string[] => [
  members.length === 0 ? '' : `${members.length} ${members.length === 1 ? 'stream' : 'streams'}`,
  verdict === null ? '' : verdict.status === 'untested' ? 'untested' : `tests ${verdict.status}`,
  leftOut.length === 0 ? '' : `without ${leftOut.map(({ stream }) => stream).join(', ')}`,
]

/** What there is to type: for who sees it for the first time, gone with the first batch; and when all is over. */
export function loopRows(session: Session, theme: Theme, width: number): string[] {
  if (session.ended?.how === 'finished') return sentenceRows(finishedSentence(session), 'plain', theme, width)
  const isFresh = session.landings.length === 0 && !Object.values(session.streams).some(hasStarted)
  if (!isFresh || session.ended) return []
  return LOOP.map(([command, text]) => fitLine(theme, width, { left: [[command.padEnd(12), 'key'], [text]] }))
}

const LOOP = [
  ['continue', 'starts what is ready'],
  ['checkpoint', 'lands what is finished'],
  ['merge', 'closes the phase, tested'],
] as const

const sentenceRows = (text: string, role: Role, theme: Theme, width: number): string[] =>
  wrapCells(theme.show(text), width, { words: true }).map((row) =>
    fitLine(theme, width, { left: [[row, role]] }),
  )
