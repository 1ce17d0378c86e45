import { lengthOf, rangeText, readDayRange } from '../claims/day-range.ts'
import { endOf } from '../claims/read-timelines.ts'
import { plainText } from '../plain-text.ts'
import { counted, listed } from '../words.ts'
import type { Found } from './finding-kind.ts'
import type { PlacedTimeline, PlanContext } from './plan-context.ts'
import { lengthsOf } from './stream-lengths.ts'

/** `Phase 1 (Days 3-5)` has to have room for its longest stream, and no more days than its streams can fill. */
export const mistakenPhaseDays = ({ plan, lines }: PlanContext): Found[] =>
  plan.phases.flatMap(({ id, line, streams }): Found[] => {
    const range = readDayRange(lines[line - 1] ?? '')
    const own = lengthsOf(plan, streams)
    if (!range || !own) return []
    const days = lengthOf(range)
    if (days >= own.least && days <= Math.ceil(own.most)) return []
    const takes =
      days < own.least
        ? `take ${own.least} even side by side`
        : `are done in ${own.most} even one after another`
    const message = `${id} has ${counted(days, 'day')} (${rangeText(range)}), its streams ${takes}. Correct the days, or the durations.`
    return [{ message, line }]
  })

/** A heading that is not its last day, and days of which a stream has more or fewer itself. */
export const mistakenTimeline = ({ plan }: PlanContext, timeline: PlacedTimeline): Found[] => {
  const { headed } = timeline
  const last = timeline.entries.at(-1)
  const { placed } = timeline
  const found: Found[] = []
  if (headed !== null && headed !== endOf(timeline) && last) {
    const message = `This timeline is headed ${counted(headed, 'day')} and ends on day ${endOf(timeline)}. Correct the heading, or the days.`
    found.push({ message, line: last.line })
  }
  for (const [entry, there] of Map.groupBy(placed, (each) => each.entry)) {
    const own = lengthsOf(
      plan,
      there.map(({ stream }) => stream),
    )
    if (!own) continue
    const least = timeline.mode === 'sequential' ? own.most : own.least
    const days = lengthOf(entry)
    // With a name that means none of the streams there is more to do on these days than we know.
    const most = entry.labels.every((label) => there.some((each) => each.label === label))
      ? Math.ceil(own.most)
      : days
    if (days >= Math.floor(least) && days <= most) continue
    const comes = there.length === 1 ? 'its own duration is' : 'their own durations come to'
    const message = `The timeline gives ${listed(there.map(({ stream }) => stream.id))} ${counted(days, 'day')}; ${comes} ${days < least ? least : own.most}. Correct the timeline, or the durations.`
    found.push({ message, line: entry.line })
  }
  for (const { stream, label } of placed) {
    const { duration } = label
    if (duration === null || stream.duration === null || plan.unit !== 'days' || duration === stream.duration)
      continue
    // A name that means all of a phase has the phase's days behind it.
    if (placed.filter((each) => each.label === label).length > 1) continue
    const message = `The timeline gives ${stream.id} ${counted(duration, 'day')}; its own duration is ${stream.duration}. Correct the timeline, or the duration.`
    found.push({ message, line: label.line, at: plainText(label.text) })
  }
  return found
}
