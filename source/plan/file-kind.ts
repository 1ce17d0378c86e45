/** What a file is to a project, as far as its path tells. */
export type FileKind = 'docs' | 'tests' | 'interface' | 'config' | 'style' | 'source'

export function fileKind(path: string): FileKind {
  const lower = path.toLowerCase()
  return KINDS.find(([, pattern]) => pattern.test(lower))?.[0] ?? 'source'
}

/** Where a mistake costs more than the work: who may do what, money, stored data, what is published. */
export const isSensitive = (path: string): boolean => SENSITIVE.test(path.toLowerCase())

/** The first that fits: a test of a migration is a test, and the text about a schema is a text. */
const KINDS: [FileKind, RegExp][] = [
  ['docs', /\.(?:md|mdx|rst|adoc|txt)$|(?:^|\/)(?:docs?|licen[cs]e|changelog)(?:\/|$)/],
  ['tests', /(?:^|\/)(?:tests?|specs?|__tests__|fixtures?)\/|(?:^|\/)test_[^/]*$|[._](?:test|spec)\.[^/]+$/],
  ['interface', /\.(?:proto|graphql|sql|prisma|avsc|d\.ts)$|(?:^|\/)(?:migrations?|schemas?|api)(?:\/|\.)/],
  ['config', /\.(?:ya?ml|toml|ini|cfg|json[c5]?|lock|env)$|(?:^|\/)(?:dockerfile|makefile|\.[^/]+)$/],
  ['style', /\.(?:s?css|less|svg|html?)$/],
]

const SENSITIVE =
  /(?:^|[/._-])(?:auth(?:n|z|entic\w*|ori[sz]\w*)?|security|crypto\w*|secrets?|permissions?|passwords?|payments?|billing|migrations?|deploy\w*|release)(?:[/._-]|$)/
