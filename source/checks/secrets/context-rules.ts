import { isChosen, isPlaceholder, isRandom } from './judge.ts'
import { inContext, type SecretRule } from './rule.ts'

const isRealPassword = (value: string): boolean => !isPlaceholder(value) && isChosen(value)

/** Secrets that are known by what stands around them. */
export const contextRules: SecretRule[] = [
  inContext(
    'slack-webhook',
    'a Slack webhook',
    ['hooks.slack.com/'],
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[\w/]{20,})/dg,
  ),
  inContext(
    'discord-webhook',
    'a Discord webhook',
    ['/webhooks/'],
    /discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{5,25}\/(?<secret>[\w-]{40,})/dg,
  ),
  // Without a word around them, these two are looked for by how they begin (`token-rules.ts`).
  inContext(
    'telegram-token',
    'a Telegram bot token',
    ['telegram'],
    /telegram[^\n]{0,80}?(?<![A-Za-z0-9])(?:bot)?(?<secret>\d{8,10}:[\w-]{35})(?![\w-])/dgi,
  ),
  inContext(
    'discord-token',
    'a Discord token',
    ['discord', 'login('],
    /(?:discord|login\()[^\n]{0,80}?(?<![\w.-])(?<secret>[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,40})(?![\w.-])/dgi,
    { isMasked: (secret) => isRandom(secret, 50) },
  ),
  inContext(
    'aws-secret',
    'an AWS secret key',
    ['secret', 'aws'],
    /(?:secret_?-?access_?-?key|aws_?-?secret(?:_?-?key)?|aws_?-?sk)\\?["']?\]?[ \t]{0,8}(?:=>|:=|=|:|,)[ \t]{0,8}\\?["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi,
  ),
  inContext(
    'aws-secret',
    'an AWS secret key',
    ['akia', 'asia'],
    /(?:AKIA|ASIA)[A-Z0-9]{16}["']?[ \t,;:|]{1,8}["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dg,
  ),
  inContext(
    'google-service-account',
    'the key id of a Google service account',
    ['private_key_id'],
    /private_key_id\\?["'][ \t]{0,8}:[ \t]{0,8}\\?["'](?<secret>[0-9a-f]{40})/dg,
  ),
  inContext(
    'azure-key',
    'an Azure key',
    ['accountkey', 'sharedaccesskey'],
    /(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{40,}={0,2})/dgi,
  ),
  inContext(
    'azure-secret',
    'an Azure DevOps token',
    ['azdo'],
    // What says what it is stands near its end: looked for the other way round it would take ten times as long.
    /AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])(?<=(?<![A-Za-z0-9])(?<secret>[A-Za-z0-9]{84}))/dg,
  ),
  inContext(
    'azure-key',
    'an Azure signature',
    ['sig='],
    /[?&]sig=(?<secret>[A-Za-z0-9%+/]{40,}(?:%3D|=){0,2})/dgi,
  ),
  inContext(
    'url-password',
    'a password in an address',
    ['://'],
    /:\/\/[^\s/:@"'`<>]{0,200}:(?<secret>[^\s@/"'`<>]{1,300})@/dg,
    { isMasked: (secret) => !isPlaceholder(secret), isReported: isRealUrlPassword },
  ),
  inContext(
    'authorization',
    'credentials in a header',
    ['authorization'],
    /authorization\\?["']?[ \t]{0,8}[:=,][ \t]{0,8}\\?["'`]?(?:(?:basic|bearer|token)[ \t]+)?(?<secret>[\w.~+/=-]{8,})/dgi,
    { isMasked: hasDigit, isReported: (secret) => isRandom(secret, 16) || isBasic(secret) },
  ),
  inContext(
    'bearer-token',
    'a bearer token',
    ['bearer'],
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]|\[[\d;]{0,8}m))bearer(?:[ \t]+|%20)(?<secret>[\w.~+/=-]{16,})/dgi,
    { isMasked: hasDigit, isReported: (secret) => isRandom(secret, 20) },
  ),
  inContext(
    'credentials',
    'a registry login',
    ['_auth', '"auth'],
    /(?:_auth|"auth\\?")[ \t]{0,8}[=:][ \t]{0,8}\\?"?(?<secret>[A-Za-z0-9+/]{16,}={0,2})(?![\w.(])/dg,
    { isMasked: hasDigit, isReported: isBasic },
  ),
  inContext(
    'password',
    'a password on a command line',
    ['-u ', '-u=', '--user'],
    /(?<!\S)(?:-u|--user)(?: {1,4}|=)["']?[\w.@+-]{1,64}:(?<secret>[^\s"']{6,200})/dg,
    { isMasked: (secret) => !isPlaceholder(secret) && /[A-Za-z]/.test(secret), isReported: isRealPassword },
  ),
  inContext(
    'password',
    'a password in a statement',
    ['identified', 'password', 'login'],
    /(?:identified[ \t]{1,4}by|password)[ \t]{1,4}'(?<secret>[^'\n]{6,200})'|login[ \t]+\S{1,100}[ \t]+password[ \t]+(?<single>\S{6,200})/dgi,
    { isMasked: (secret) => !isPlaceholder(secret), isReported: isRealPassword },
  ),
]

function hasDigit(secret: string): boolean {
  return /[\d=]/.test(secret)
}

function isBasic(secret: string): boolean {
  if (isPlaceholder(secret) || secret.length < 12 || !/^[A-Za-z0-9+/]+={0,2}$/.test(secret)) return false
  return /^[\x20-\x7e]+:[\x20-\x7e]{4,}$/.test(atobOrNothing(secret))
}

function atobOrNothing(text: string): string {
  try {
    return atob(text)
  } catch {
    return ''
  }
}

// What stands in examples and in everybody's database on localhost.
const everybodys =
  /^(?:p|pw|pass(?:w(?:or)?d)?|passwd|pwd|secret|token|user(?:name)?|root|admin|test(?:ing)?|guest|postgres|mysql|mongo|redis|minio|rabbitmq|anonymous|foo|bar|baz|abc|123\d*|x-oauth-basic|x-token-auth)$/i

function isRealUrlPassword(secret: string): boolean {
  return !isPlaceholder(secret) && !everybodys.test(secret) && secret.length >= 6 && /[^a-z_-]/.test(secret)
}
