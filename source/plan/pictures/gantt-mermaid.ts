import type { PlanReport } from '../../model/plan.ts'
import { plainText } from '../plain-text.ts'
import { type PictureBar, pictureOf } from './picture.ts'

/**
 * The schedule as a Mermaid Gantt chart. Mermaid knows dates only: day 1 is the first of a year, and the axis shows the
 * day of the year, so that no date of ours is read as one of the calendar.
 */
export const ganttMermaid = (report: PlanReport): string => {
  const { title, length, phases } = pictureOf(report)
  let count = 0
  const sections = phases.flatMap(({ title: name, barrier, bars }) => [
    `    section ${escaped(name)}`,
    ...(barrier === null ? [] : [`    All before has landed :milestone, ${dateOf(barrier)}, 0d`]),
    ...bars.map((bar) => {
      count += 1
      // An end and no length: Mermaid rounds half days.
      const tags = [...tagsOf(bar), `s${count}`, dateOf(bar.start), dateOf(bar.end)]
      return `    ${escaped(bar.title)} :${tags.join(', ')}`
    }),
  ])
  // The days of a second year would begin at 1 again.
  const axis = length <= 365 ? ['    axisFormat %-j'] : []
  const head = [
    `    title ${escaped(title)}`,
    '    dateFormat YYYY-MM-DD HH:mm',
    ...axis,
    '    todayMarker off',
  ]
  return ['gantt', ...head, ...sections].join('\n')
}

const tagsOf = ({ isLongest, tasks }: PictureBar): string[] => [
  ...(isLongest ? ['crit'] : []),
  ...(tasks.done > 0 ? [tasks.done === tasks.total ? 'done' : 'active'] : []),
]

const dateOf = (time: number): string => {
  const minutes = Math.round(time * 24 * 60)
  return new Date(Date.UTC(2001, 0, 1, 0, minutes)).toISOString().slice(0, 16).replace('T', ' ')
}

/**
 * Whatever Mermaid could take for syntax goes as the number of its character: signs, and the first letter of a line that
 * begins with one of its own words. A name without a letter is none to it.
 */
const escaped = (text: string): string => {
  const plain = plainText(text, 120).replace(/[^\p{L}\p{M}\p{N} ._/()'!?+-]/gu, numbered)
  if (plain === '') return '-'
  return words.test(plain) || /^[^\p{L}#]/u.test(plain) ? plain.replace(/^./u, numbered) : plain
}

const numbered = (sign: string): string => `#${sign.codePointAt(0)};`

const words =
  /^(?:gantt|title|section|dateFormat|axisFormat|tickInterval|todayMarker|inclusiveEndDates|topAxis|includes|excludes|weekday|weekend|click|call|href|accTitle|accDescr)/i
