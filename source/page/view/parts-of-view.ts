import type { PageView } from './page-view.ts'

/** A view in pieces that change by themselves: each stream is one. What a browser is sent is what of them has changed. */
export type Parts = Record<string, unknown>

const STREAM = 'stream '

export const partsOf = ({ streams, ...rest }: PageView): Parts => ({
  ...rest,
  order: Object.keys(streams),
  ...Object.fromEntries(Object.entries(streams).map(([id, stream]) => [STREAM + id, stream])),
})

/** The other way. Pieces keep their identity, so that what draws them can tell what is the same. */
export function viewOf({ order, ...parts }: Parts): PageView {
  const streams = (order as string[]).map((id) => [id, parts[STREAM + id]])
  const rest = Object.entries(parts).filter(([key]) => !key.startsWith(STREAM))
  return Object.fromEntries([...rest, ['streams', Object.fromEntries(streams)]]) as unknown as PageView
}

/** With what has changed; a part that is null is gone. */
export const partsWith = (parts: Parts, changed: Parts): Parts =>
  Object.fromEntries(Object.entries({ ...parts, ...changed }).filter(([, part]) => part !== null))
