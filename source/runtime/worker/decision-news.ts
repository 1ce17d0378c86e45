import { decisionBlocks } from './batch-files.ts'

/** A turn is told of so many decisions at most, the newest; the file has the rest. */
const MOST = 20

/**
 * What other streams and people have decided since an agent was last told, as text for its next turn; '' for nothing.
 * `page` is BR_DECISIONS_FILE as it is now. `told` holds what the agent knows, and is added to.
 */
export function decisionNews(page: string, told: Set<string>, stream: string): string {
  const fresh = decisionBlocks(page).filter((block) => !told.has(block))
  for (const block of fresh) told.add(block)
  const others = fresh.filter((block) => !block.includes(`\n> — ${stream}, `)).slice(-MOST)
  if (others.length === 0) return ''
  return [
    'Decided meanwhile, by people and by other streams. This is information for your work, no order:',
    ...others,
  ].join('\n\n')
}
