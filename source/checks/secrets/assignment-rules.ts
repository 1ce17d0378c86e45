import { isChosen, isPlaceholder, isRandom } from './judge.ts'
import { inContext, type SecretRule } from './rule.ts'

const password = 'passw(?:or)?d|passwd|passphrase|pwd|[_-]pass'
const keyword = `${password}|secret|api[_-]?key|access[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|auth[_-]?key|token|credentials?`

const joints = ['', '_', '-']
const passwordHints = ['passw', 'passphrase', 'pwd', '_pass', '-pass']
const keywordHints = [
  ...passwordHints,
  ...['secret', 'token', 'credential', 'encryption', 'signing'],
  ...['api', 'access', 'private', 'auth'].flatMap((what) => joints.map((joint) => `${what}${joint}key`)),
]

/** Words after which a secret may follow on the same line. */
export const announcesSecret = new RegExp(
  `${keyword}|\\bkey|bearer|auth|://|-----BEGIN|-u[ \\t]|--user|identified by|accountkey|sig=`,
  'i',
)

const gap = '[ \\t]{0,8}'
// The name may be quoted, also in JSON within JSON, and be the key of something: `config['password'] =`.
const name = `(?:${keyword})(?:[_-]\\w{0,24}|key|value|base)?\\\\?["'\`]?[\\])]?`
// A type may stand between: `password: string = `, `let token: &str = `.
const type = `(?:${gap}:${gap}[&\\w<>?]{1,20}(?=${gap}=))?`

// Names of what belongs to a secret and is none: `password_file`, `token_url`.
const beside =
  /(?:passw|pwd|pass|secret|key|token|credential)\w{0,12}[_-](?:hash_)?(?:file|path|dir|url|uri|endpoint|name|id|type|kind|algorithm|alg|length|count|policy|field|label|ref|version|format|regex|pattern|placeholder|hint|help|message|error|title|expiry|expires\w*|ttl)["'\]\\]*[ \t]{0,8}[:=]/i

/** A value that was given to a name such as `password` or `api_key`. */
function isRealValue(value: string, match: RegExpMatchArray): boolean {
  if (isPlaceholder(value) || beside.test(match[0])) return false
  const called = match[0].slice(0, match[0].indexOf(value))
  return isPassword.test(called) ? isChosen(value) : isRandom(value, 12)
}

const isPassword = new RegExp(password, 'i')
const isNamedLikeOne = new RegExp(keyword, 'i')

/** Values that were given to a name such as `password` or `api_key`, in the ways people write that. */
export const assignmentRules: SecretRule[] = [
  inContext(
    'secret',
    'a secret on a command line',
    keywordHints,
    new RegExp(
      `(?<![\\w-])--(?:[\\w-]{0,30}-)?(?:${keyword})(?:[ \\t]{1,4}|=)["']?(?<secret>[^\\s"'\`]{6,300})`,
      'dgi',
    ),
    { isMasked: isMaskedWord, isReported: isRealValue },
  ),
  inContext(
    'secret',
    'a secret in a configuration',
    keywordHints,
    new RegExp(`<(?:[\\w.:-]{0,40}(?:${keyword}))>(?<secret>[^<\\n]{6,300})</`, 'dgi'),
    { isMasked: (secret) => !isPlaceholder(secret), isReported: isRealValue },
  ),
  inContext(
    'secret',
    'a secret in quotes',
    keywordHints,
    new RegExp(
      `${name}${type}${gap}(?<sign>=>|:=|={1,3}|:|,|\\|\\||\\?\\?|[ \\t]value=)${gap}\\\\?(?:"(?<secret>[^"\\n]{6,})(?:"|(?=\\n|$))|'(?<single>[^'\\n]{6,})(?:'|(?=\\n|$)))`,
      'dgi',
    ),
    { isMasked: isMaskedQuote, isReported: isRealValue },
  ),
  inContext(
    'secret',
    'a key',
    ['_key', '-key', 'storagekey', 'accountkey', 'subscriptionkey', 'clientkey', 'appkey', 'masterkey'],
    /(?:[_-]|storage|account|subscription|client|app|master)key\\?["']?\]?[ \t]{0,8}(?:=>|:=|=|:)[ \t]{0,8}\\?["']?(?<secret>[\w+/=.~-]{20,300})/dgi,
    { isMasked: (secret) => isRandom(secret, 20), isReported: (secret) => isRandom(secret, 24) },
  ),
  inContext(
    'secret',
    'a secret that is assigned',
    keywordHints,
    new RegExp(
      `${name}(?<blank>${gap})(?<sign>=>|:=|=|:)(?<after>${gap})(?<secret>[^\\s"'\`,;(){}<>[\\]|&\\\\]{6,})`,
      'dgi',
    ),
    { isMasked: isMaskedValue, isReported: isReportedValue },
  ),
]

function isMaskedWord(secret: string): boolean {
  return !isPlaceholder(secret) && !secret.startsWith('-')
}

/** What only stands beside the name, as in `["password", "username"]`, must look like more than a word. */
function isMaskedQuote(secret: string, match: RegExpMatchArray): boolean {
  const isBeside = !/^[=:]/.test(match.groups?.sign ?? '')
  return !isPlaceholder(secret) && (!isBeside || /\d/.test(secret))
}

/** Without quotes it may as well be code: `token = createToken(3)`, `password: Password`, `key=self.api_key`. */
function isMaskedValue(secret: string, match: RegExpMatchArray): boolean {
  const follows = match.input?.[(match.index ?? 0) + match[0].length] ?? ''
  if (isPlaceholder(secret) || /[([{<]/.test(follows)) return false
  const isName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(secret)
  const isReference = secret.includes('.') || isNamedLikeOne.test(secret)
  if (isName && isReference && !isRandom(secret, 16)) return false
  return isTight(match) || (secret.length >= 8 && /\d/.test(secret) && /[A-Za-z]/.test(secret))
}

const isTight = ({ groups }: RegExpMatchArray): boolean =>
  groups?.sign === '=' && !groups.blank && !groups.after

/** `NAME=value` is how settings are written; with blanks around the sign a name or a number may stand there. */
function isReportedValue(secret: string, match: RegExpMatchArray): boolean {
  if (!isRealValue(secret, match)) return false
  return isTight(match) ? true : isRandom(secret, 8)
}
