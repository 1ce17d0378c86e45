/**
 * What a secret of one line looks like. No rule looks across the end of a line: output is masked a few lines at a
 * time, and must come out the same however it arrives. Repetitions are bounded or cannot begin twice within one
 * run, so that a hostile line of the greatest length costs milliseconds.
 */
export interface MaskRule {
  label: string
  /** Every match holds one of these, in capitals or not: a line with none of them needs no closer look. */
  hints: string[]
  /** The whole match is the secret, or its group `secret` is. */
  pattern: RegExp
  accepts?: (match: RegExpMatchArray) => boolean
}

// A token begins where no word goes on. In JSON the end of a line, or of a colour code, is letters: \\n, [0m.
const start = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]|\\[[\\d;]{0,8}m))'
const token = (label: string, hints: string[], shape: string): MaskRule => ({
  label,
  hints,
  pattern: new RegExp(start + shape, 'g'),
})

const keyword =
  'passw(?:or)?d|passwd|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|token|credential'

const keywordHints = [
  ...['passw', 'passphrase', 'secret', 'token', 'credential'],
  ...['api', 'access', 'private'].flatMap((what) => ['', '_', '-'].map((joint) => `${what}${joint}key`)),
]

/** Words after which a secret may follow on the same line. */
export const announcesSecret = new RegExp(`${keyword}|\\bkey|bearer|authorization|://|-----BEGIN`, 'i')

export const maskRules: MaskRule[] = [
  token('aws key', ['akia', 'asia', 'abia', 'acca'], '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])'),
  token('anthropic key', ['sk-ant-'], 'sk-ant-[\\w-]{16,}'),
  token('openai key', ['sk-'], 'sk-(?:(?:proj|svcacct|admin|or-v1)-[\\w-]{20,}|[A-Za-z0-9]{20,})'),
  token(
    'github token',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    '(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\\w{30,})',
  ),
  token(
    'gitlab token',
    ['glpat-', 'glptt-', 'gldt-', 'glrt-', 'glcbt-', 'glft-', 'gloas-', 'glsoat-', 'glagent-', 'glimt-'],
    'gl(?:pat|ptt|dt|rt|cbt|ft|oas|soat|agent|imt)-[\\w.-]{20,}',
  ),
  token('slack token', ['xox', 'xapp-'], '(?:xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-\\d-[A-Za-z0-9-]{20,})'),
  {
    label: 'slack hook',
    hints: ['hooks.slack.com/'],
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/]{20,})/dg,
  },
  token('npm token', ['npm_'], 'npm_[A-Za-z0-9]{36,}'),
  token(
    'google key',
    ['aiza', 'gocspx-', 'ya29.'],
    '(?:AIza[\\w-]{35}|GOCSPX-[\\w-]{20,}|ya29\\.[\\w-]{20,})',
  ),
  token(
    'stripe key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    '(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}',
  ),
  token('pypi token', ['pypi-'], 'pypi-[\\w-]{50,}'),
  token('hugging face token', ['hf_'], 'hf_[A-Za-z0-9]{30,}'),
  token('jwt', ['eyj'], 'eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}'),
  {
    label: 'password',
    hints: ['://'],
    pattern: /:\/\/[^\s/:@"'<>]{0,200}:(?<secret>[^\s@/"'<>]{1,300})@/dg,
    accepts: isNoPlaceholder,
  },
  {
    label: 'credentials',
    hints: ['authorization'],
    pattern:
      /authorization["']?[ \t]*[:=][ \t]*["']?(?:(?:basic|bearer|token)[ \t]+)?(?<secret>[\w.~+/=-]{8,})/dgi,
    accepts: hasDigit,
  },
  {
    label: 'bearer token',
    hints: ['bearer'],
    pattern: new RegExp(`${start}bearer[ \\t]+(?<secret>[\\w.~+/=-]{16,})`, 'dgi'),
    accepts: hasDigit,
  },
  {
    label: 'quoted secret',
    hints: keywordHints,
    pattern: assignment(`(?:"(?<secret>[^"\\n]{6,})(?:"|(?=\\n|$))|'(?<single>[^'\\n]{6,})(?:'|(?=\\n|$)))`),
    accepts: isNoPlaceholder,
  },
  {
    label: 'secret',
    hints: keywordHints,
    pattern: assignment(`(?<secret>[^\\s"'\`,;(){}<>[\\]|&]{6,})`),
    accepts: isPlainSecret,
  },
]

function assignment(value: string): RegExp {
  const sign = '(?<blank>[ \\t]{0,8})(?<sign>=>|:=|=|:)(?<after>[ \\t]{0,8})'
  return new RegExp(`(?:${keyword})(?:[_-]\\w{0,24})?\\\\?["']?${sign}\\\\?${value}`, 'dgi')
}

const secretOf = (match: RegExpMatchArray): string => match.groups?.secret ?? match.groups?.single ?? match[0]

function hasDigit(match: RegExpMatchArray): boolean {
  return /[\d=]/.test(secretOf(match))
}

// Values people write where a secret would stand, references to where one is kept, and types.
const placeholder =
  /^(?:[$<{%[*.]|x+$|your|my[-_]|example|change|placeholder|redacted|dummy|none$|null$|undefined$|true$|false$|string$|process\.env|os\.|env[.[(]|import\.meta)/i

function isNoPlaceholder(match: RegExpMatchArray): boolean {
  return !placeholder.test(secretOf(match))
}

/** Without quotes it may as well be code: `token = createToken(3)`, `password: Password`, `key=self.api_key`. */
function isPlainSecret(match: RegExpMatchArray): boolean {
  const secret = secretOf(match)
  const follows = match.input?.[(match.index ?? 0) + match[0].length] ?? ''
  if (!isNoPlaceholder(match) || /[([{<]/.test(follows)) return false
  const isName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(secret)
  if (isName && (secret.includes('.') || new RegExp(keyword, 'i').test(secret))) return false
  const isTight = match.groups?.sign === '=' && !match.groups.blank && !match.groups.after
  return isTight || (secret.length >= 8 && /\d/.test(secret) && /[A-Za-z]/.test(secret))
}
