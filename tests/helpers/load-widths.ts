import { loadWidths } from '../../source/text/glyphs.ts'

// As host and screen do when they start.
await loadWidths()
