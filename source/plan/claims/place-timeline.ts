import type { Stream } from '../../model/plan.ts'
import type { Timeline, TimelineEntry, TimelineLabel } from './read-timelines.ts'

/** A stream where a timeline puts it. */
export interface PlacedStream {
  stream: Stream
  entry: TimelineEntry
  label: TimelineLabel
}

/** The streams of a timeline. One that it names for two times is done in pieces, of which nothing can be said. */
export const placeTimeline = ({ entries }: Timeline, find: (label: string) => Stream[]): PlacedStream[] => {
  const placed = entries.flatMap((entry) =>
    entry.labels.flatMap((label) =>
      find(label.text).map((stream): PlacedStream => ({ stream, entry, label })),
    ),
  )
  return [...Map.groupBy(placed, ({ stream }) => stream.id).values()]
    .filter((all) => all.every(({ entry }) => entry === all[0]?.entry))
    .map(([first]) => first as PlacedStream)
}
