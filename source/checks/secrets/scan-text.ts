import type { Finding } from '../../model/finding.ts'
import { createExcerpts } from './excerpt.ts'
import { merged, type Place } from './find-places.ts'
import { findSecrets } from './find-secrets.ts'
import { findWithSecretlint } from './secretlint.ts'

/** Every secret in a file's text. The path is what the findings carry; it is not opened. */
export async function scanText(path: string, text: string): Promise<Finding[]> {
  // Ours come first: where both see one, ours say what it is.
  const places = merged([...findSecrets(text), ...(await findWithSecretlint(path, text))])
  const excerptOf = createExcerpts(text, places)
  let line = 1
  let lineStart = 0
  return places.map((place) => {
    for (
      let end = text.indexOf('\n', lineStart);
      end >= 0 && end < place.start;
      end = text.indexOf('\n', lineStart)
    ) {
      line += 1
      lineStart = end + 1
    }
    return findingAt(place, {
      file: path,
      line,
      column: place.start - lineStart + 1,
      excerpt: excerptOf(place),
    })
  })
}

/** The same for what is no text: where in it is of no use to anybody. */
export const scanBinary = (path: string, bytes: string): Finding[] =>
  findSecrets(bytes).map((place) =>
    findingAt(place, { file: path, line: 0, column: 0, excerpt: `…(${place.rule.code})` }),
  )

const findingAt = (
  { rule: { code, name } }: Place,
  where: Pick<Finding, 'file' | 'line' | 'column' | 'excerpt'>,
): Finding => ({
  check: 'secrets',
  code,
  severity: 'error',
  ...where,
  mend: `This is ${name}. Take it out, read it from the environment or a file that git ignores, and revoke it: what was committed or shown once is known.`,
})
