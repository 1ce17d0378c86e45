import type { Place } from './find-places.ts'
import { isMadeUp } from './judge.ts'

/**
 * What secretlint's recommended rules find in a text, beside our own. Loaded when first used: it is 126 KB, and most
 * commands never scan.
 */
export async function findWithSecretlint(path: string, text: string): Promise<Place[]> {
  loading ??= load()
  const { lintSource, config } = await loading
  const ext = /\.[^./]+$/.exec(path)?.[0] ?? ''
  const { messages } = await lintSource({
    source: { filePath: path, content: text, contentType: 'text', ext },
    options: { config, noPhysicFilePath: true },
  })
  return messages
    .filter(({ messageId }) => messageId !== 'AWSAccountID') // no secret
    .map(({ ruleId, range: [start, end] }) => ({ start, end, rule: ruleOf(ruleId) }))
    .filter(({ start, end }) => !isMadeUp(text.slice(start, end)))
}

let loading: ReturnType<typeof load> | undefined

async function load() {
  const [{ lintSource }, { rules }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ])
  // It keeps every measurement for good.
  secretLintProfiler.setEnabled(false)
  // One by one: the preset as a whole runs rules that its configuration has switched off.
  const wanted = rules.filter(({ meta }) => !leftOut.includes(nameOf(meta.id)))
  return { lintSource, config: { rules: wanted.map((rule) => ({ id: rule.meta.id, rule })) } }
}

const leftOut = [
  // Comments in a file must not silence the check: whoever wrote the secret may have written them.
  'filter-comments',
  // Ours judge what stands there; these take `user:password@localhost` and any word after `xoxo-` for a secret.
  'basicauth',
  'database-connection-string',
  'slack',
]

const nameOf = (ruleId: string): string => ruleId.replace('@secretlint/secretlint-rule-', '')

/** `secretlint-slack`, so that one sees who says so. */
function ruleOf(ruleId: string): Place['rule'] {
  const kind = nameOf(ruleId)
  return { code: `secretlint-${kind}`, name: `a secret (${kind})`, prefixes: [] }
}
