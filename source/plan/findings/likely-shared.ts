import { overlapsOf } from '../overlaps.ts'
import { plainText } from '../plain-text.ts'
import { filesOf } from '../stream-graph.ts'
import { listed } from '../words.ts'
import type { FindingKind } from './finding-kind.ts'
import { placeOfFile } from './place-of-file.ts'

export const likelyShared: FindingKind = {
  code: 'likely-shared',
  severity: 'info',
  means:
    'Several streams that nothing keeps apart touch a file of a kind that everybody touches: a lockfile, a barrel (`index.ts`, `__init__.py`), a changelog, or the one folder in which migrations are numbered.',
  mend: 'Let one stream write it, or a phase after them.',
  example: `# Shop
## Phase 1: Pages - PARALLEL
### Stream A: Basket (1 day)
**Files:** src/basket.ts, db/migrations/007_basket.sql
### Stream B: Checkout (1 day)
**Files:** src/checkout.ts, db/migrations/007_checkout.sql
`,
  find: ({ plan, lines }) =>
    overlapsOf(plan, (stream) => [...filesOf(stream)].flatMap((file) => hotName(file) ?? [])).map(
      ({ file, streams }) => {
        const message = `${plainText(file, 80)} is touched by ${listed(streams)}: ${reasonOf(file)}. Let one of them write it, or a phase after them.`
        const place = placeOfFile(plan, lines, streams.at(-1) ?? '', (own) => hotName(own) === file)
        return { message, ...place }
      },
    ),
}

/** The name under which a file is everybody's; null for most. Of a migration that is its folder: they are numbered. */
export const hotName = (file: string): string | null => {
  const folder = /^(?:.*\/)?(?:migrations?|migrate)(?=\/|$)/i.exec(file)?.[0]
  if (folder !== undefined) return folder
  return hotFiles.some(([pattern]) => pattern.test(file)) ? file : null
}

const reasonOf = (name: string): string =>
  hotFiles.find(([pattern]) => pattern.test(name))?.[1] ?? 'migrations made side by side get the same number'

const hotFiles: [RegExp, string][] = [
  [
    /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|mix\.lock|go\.sum|flake\.lock)$/,
    'a lockfile is made anew by every change of dependencies',
  ],
  [
    /(?:^|\/)(?:index\.[cm]?[jt]sx?|__init__\.py|mod\.rs)$/,
    'a barrel gets a line from everybody who adds a file',
  ],
  [
    /(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY)(?:\.(?:md|rst|txt|adoc))?$/i,
    'a changelog gets a line from everybody',
  ],
]
