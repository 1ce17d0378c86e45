import type { Finding } from './diagnose.ts'
import type { Block } from './markdown-blocks.ts'

export const unclosedFences = (blocks: Block[]): Finding[] =>
  blocks.flatMap((block) => {
    if (block.kind !== 'code' || block.closed) return []
    const message = 'This code fence is never closed, so nothing after it counts as plan. Close it.'
    return [{ severity: 'warning', code: 'unclosed-fence', message, line: block.line }]
  })
