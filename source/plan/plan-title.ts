import type { Heading } from './task-boxes.ts'

/**
 * What a plan of tasks is called; null: nothing but its file tells. Most tools call the file `tasks.md` and its heading
 * `Tasks`, and put it into a folder with the name of the thing.
 */
export const planTitle = (headings: Heading[], file: string): string | null => {
  const written = headings.find(({ depth }) => depth === 1)?.text ?? ''
  const said = written.replace(/^(?:implementation |task )?(?:tasks|plan|list)\s?[:–—-]\s?/i, '')
  if (said !== '' && !saysNothing.test(said)) return said
  const [name = '', folder = ''] = file.split(/[\\/]/).toReversed()
  return /^tasks?\.md$/i.test(name) && folder !== '' ? folder : null
}

const saysNothing = /^(?:implementation |development )?(?:tasks?|plan|task list|tasks list|checklist)$/i
