import { plainText } from './plain-text.ts'
import { planSlug } from './slug.ts'
import type { Heading } from './task-boxes.ts'

/** What a plan of tasks is called. Most tools call the file `tasks.md` and its heading `Tasks`: then its folder tells. */
export const planTitle = (headings: Heading[], file: string): { title: string; slug: string } => {
  const written = headings.find(({ depth }) => depth === 1)?.text ?? ''
  const said = written.replace(/^(?:implementation |task )?(?:tasks|plan|list)\s?[:–—-]\s?/i, '')
  const title = /^(?:implementation |development )?(?:tasks?|plan|task list|tasks list|checklist)$/i.test(
    said,
  )
    ? ''
    : said
  const [name = '', folder = ''] = file.split(/[\\/]/).toReversed()
  return { title: title || plainText(folder || name), slug: planSlug(title || null, file) }
}
