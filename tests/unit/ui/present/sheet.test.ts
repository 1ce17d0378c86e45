import { expect, it } from 'vitest'
import { sheetOverlay } from '../../../../source/ui/present/sheet.ts'
import { unicode } from '../../../frames/screen.ts'

it('a diff in a sheet has the looks of its lines and marks what was found', () => {
  const lines = ['@@ -1 +1 @@', '-old', '+new', '+++ b/file', '#1 edit']
  const sheet = {
    kind: 'sheet' as const,
    title: 'diff',
    lines,
    look: 'diff' as const,
    top: 0,
    find: 'ew',
    found: null,
  }
  const text = sheetOverlay(
    sheet,
    { ...unicode, paint: (role, own) => (own.trim() ? `<${role}>` : own) },
    { width: 30, height: 8 },
  ).join('\n')
  for (const role of ['accent', 'removed', 'added', 'inverse', 'title']) expect(text).toContain(`<${role}>`)
})
