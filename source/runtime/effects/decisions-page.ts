import type { Decision } from '../../model/session.ts'

/** The decisions as they stand in the tree. One line each, so that the page merges well and cannot be broken out of. */
export function decisionsPage(decisions: Decision[]): string {
  const rows = decisions.map(
    ({ at, by, text }) => `- ${new Date(at).toISOString().slice(0, 10)}, ${by}: ${oneLine(text)}`,
  )
  return `# Decisions\n\n${rows.join('\n')}\n`
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
