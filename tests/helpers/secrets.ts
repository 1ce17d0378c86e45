/**
 * Secrets that look real to the rules, put together at run time: none stands in a file. The same seed gives the same
 * ones, so that a case that fails fails again.
 */
export interface Case {
  /** What the finding is called, or null: there is none. */
  code: string | null
  /** A line or more, with or without a secret. */
  text: string
  /** The part of it that must not be seen; empty when there is none. */
  secret: string
}

export type Pick = (alphabet: string, length: number) => string

/** A small generator (mulberry32): no quality but that it repeats itself. */
export function createPick(seed: number): Pick {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return (alphabet, length) =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
}

const digits = '0123456789'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const letters = lower + upper
const alnum = letters + digits
const hex = `${digits}abcdef`
const base64url = `${alnum}-_`
const base64 = `${alnum}+/`

/** Letters and digits with at least one of each, as any real one of this length has. */
const mixed = (pick: Pick, length: number): string =>
  `${pick(upper, 1)}${pick(alnum, length - 4)}${pick(digits, 1)}${pick(lower, 1)}${pick(digits, 1)}`

const jwt = (pick: Pick): string =>
  [
    { alg: 'HS256', typ: 'JWT' },
    { sub: pick(digits, 10), name: pick(lower, 8) },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(pick(base64url, 43))
    .join('.')

/** Each kind of secret that says itself what it is, well-formed. */
export const tokenKinds: { code: string; make: (pick: Pick) => string }[] = [
  { code: 'aws-key-id', make: (pick) => `${'AK'}IA${pick(`${upper}234567`, 16)}` },
  { code: 'aws-key-id', make: (pick) => `${'AS'}IA${pick(`${upper}234567`, 16)}` },
  { code: 'anthropic-key', make: (pick) => `${'sk'}-ant-api03-${pick(base64url, 93)}AA` },
  { code: 'anthropic-key', make: (pick) => `${'sk'}-ant-admin01-${pick(base64url, 93)}AA` },
  { code: 'anthropic-key', make: (pick) => `${'sk'}-ant-oat01-${pick(base64url, 93)}AA` },
  { code: 'anthropic-key', make: (pick) => `${'sk'}-ant-ort01-${pick(base64url, 93)}AA` },
  { code: 'anthropic-key', make: (pick) => `${'sk'}-ant-sid01-${pick(base64url, 86)}-${pick(base64url, 8)}` },
  { code: 'openai-key', make: (pick) => `${'sk'}-${mixed(pick, 20)}${'T3Blbk'}FJ${pick(alnum, 20)}` },
  {
    code: 'openai-key',
    make: (pick) => `${'sk'}-proj-${pick(base64url, 74)}${'T3Blbk'}FJ${pick(base64url, 74)}`,
  },
  {
    code: 'openai-key',
    make: (pick) => `${'sk'}-svcacct-${pick(base64url, 58)}${'T3Blbk'}FJ${pick(base64url, 58)}`,
  },
  { code: 'openrouter-key', make: (pick) => `${'sk'}-or-v1-${pick(hex, 64)}` },
  { code: 'xai-key', make: (pick) => `${'xa'}i-${pick(alnum, 80)}` },
  { code: 'groq-key', make: (pick) => `${'gs'}k_${pick(alnum, 52)}` },
  { code: 'google-key', make: (pick) => `${'AI'}zaSy${pick(base64url, 33)}` },
  { code: 'google-oauth', make: (pick) => `${'GOC'}SPX-${pick(base64url, 28)}` },
  { code: 'github-token', make: (pick) => `${'gh'}p_${pick(alnum, 36)}` },
  { code: 'github-token', make: (pick) => `${'gh'}o_${pick(alnum, 36)}` },
  { code: 'github-token', make: (pick) => `${'gh'}s_${pick(alnum, 36)}` },
  { code: 'github-token', make: (pick) => `${'gh'}r_${pick(alnum, 76)}` },
  { code: 'github-token', make: (pick) => `${'github'}_pat_${pick(alnum, 22)}_${pick(alnum, 59)}` },
  { code: 'gitlab-token', make: (pick) => `${'gl'}pat-${pick(base64url, 20)}` },
  {
    code: 'gitlab-token',
    make: (pick) =>
      `${'gl'}pat-${pick(base64url, 27)}.${pick(`${lower}${digits}`, 2)}.${pick(`${lower}${digits}`, 9)}`,
  },
  { code: 'gitlab-token', make: (pick) => `${'gl'}rt-${pick(base64url, 20)}` },
  { code: 'gitlab-token', make: (pick) => `${'gl'}dt-${pick(base64url, 20)}` },
  { code: 'npm-token', make: (pick) => `${'np'}m_${mixed(pick, 36)}` },
  { code: 'pypi-token', make: (pick) => `${'py'}pi-AgEIcHlwaS5vcmc${pick(base64url, 150)}` },
  {
    code: 'slack-token',
    make: (pick) => `${'xo'}xb-${pick(digits, 12)}-${pick(digits, 13)}-${pick(alnum, 24)}`,
  },
  {
    code: 'slack-token',
    make: (pick) => `${'xo'}xp-${pick(digits, 12)}-${pick(digits, 12)}-${pick(digits, 13)}-${pick(hex, 32)}`,
  },
  {
    code: 'slack-token',
    make: (pick) => `${'xa'}pp-1-A${pick(upper, 10)}-${pick(digits, 13)}-${pick(hex, 64)}`,
  },
  { code: 'stripe-key', make: (pick) => `${'sk'}_live_${pick(alnum, 24)}` },
  { code: 'stripe-key', make: (pick) => `${'sk'}_test_${pick(alnum, 99)}` },
  { code: 'stripe-key', make: (pick) => `${'rk'}_live_${pick(alnum, 24)}` },
  { code: 'stripe-key', make: (pick) => `${'wh'}sec_${pick(alnum, 32)}` },
  { code: 'twilio-key', make: (pick) => `${'S'}K${pick(hex, 32)}` },
  { code: 'sendgrid-key', make: (pick) => `${'S'}G.${pick(base64url, 22)}.${pick(base64url, 43)}` },
  { code: 'telegram-token', make: (pick) => `${pick('123456789', 10)}:${'A'}A${pick(base64url, 33)}` },
  {
    code: 'discord-token',
    make: (pick) => `${btoa(pick('123456789', 18))}.${'G'}${pick(alnum, 5)}.${pick(base64url, 38)}`,
  },
  { code: 'digitalocean-token', make: (pick) => `${'do'}p_v1_${pick(hex, 64)}` },
  { code: 'digitalocean-token', make: (pick) => `${'do'}o_v1_${pick(hex, 64)}` },
  { code: 'huggingface-token', make: (pick) => `${'hf'}_${pick(letters, 34)}` },
  {
    code: 'azure-secret',
    make: (pick) => `${pick(alnum, 3)}8${'Q'}~${pick(`${alnum}_.-`, 33)}${pick(alnum, 1)}`,
  },
  { code: 'azure-secret', make: (pick) => `${pick(alnum, 76)}${'AZ'}DO${pick(alnum, 4)}` },
  { code: 'shopify-token', make: (pick) => `${'shp'}at_${pick(hex, 32)}` },
  { code: 'grafana-token', make: (pick) => `${'gl'}sa_${pick(alnum, 32)}_${pick(hex, 8)}` },
  { code: 'linear-key', make: (pick) => `${'lin'}_api_${pick(alnum, 40)}` },
  { code: 'notion-token', make: (pick) => `${'nt'}n_${pick(digits, 11)}${pick(alnum, 35)}` },
  { code: 'vault-token', make: (pick) => `${'hv'}s.${pick(base64url, 95)}` },
  { code: 'databricks-token', make: (pick) => `${'da'}pi${pick(hex, 32)}` },
  { code: 'docker-token', make: (pick) => `${'dckr'}_pat_${pick(base64url, 27)}` },
  { code: 'figma-token', make: (pick) => `${'fig'}d_${pick(base64url, 40)}` },
  { code: 'tailscale-key', make: (pick) => `${'ts'}key-auth-${pick(alnum, 17)}-${pick(alnum, 32)}` },
  { code: 'age-key', make: (pick) => `${'AGE-SECRET'}-KEY-1${pick(`${upper}${digits}`, 58)}` },
  { code: 'jwt', make: jwt },
]

const password = (pick: Pick): string => `${mixed(pick, 10)}${pick('!#%^*', 1)}${pick(alnum, 3)}`

/** Each kind that only what stands around it gives away, in the ways people write it. */
const contexts: { code: string; make: (pick: Pick) => [text: string, secret: string] }[] = [
  ...[
    (value: string) => `aws_secret_access_key = ${value}`,
    (value: string) => `AWS_SECRET_ACCESS_KEY=${value}`,
    (value: string) => `  "SecretAccessKey": "${value}",`,
    (value: string) => `secretAccessKey: '${value}',`,
  ].map((write) => around('aws-secret', (pick) => `${mixed(pick, 32)}${pick(base64, 8)}`, write)),
  around(
    'azure-key',
    (pick) => `${pick(base64, 86)}==`,
    (value) =>
      `DefaultEndpointsProtocol=https;AccountName=store;AccountKey=${value};EndpointSuffix=core.windows.net`,
  ),
  around(
    'azure-key',
    (pick) => `${pick(base64, 43)}=`,
    (value) => `Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${value}`,
  ),
  around(
    'slack-webhook',
    (pick) => `T${pick(upper, 8)}/B${pick(upper, 8)}/${pick(alnum, 24)}`,
    (value) => `curl -d @m https://${'hooks.slack'}.com/services/${value}`,
  ),
  around(
    'discord-webhook',
    (pick) => pick(base64url, 68),
    (value) => `url = "https://${'discord'}.com/api/webhooks/123456789012345678/${value}"`,
  ),
  around(
    'telegram-token',
    (pick) => `${pick('123456789', 9)}:${mixed(pick, 35)}`,
    (value) => `fetch("https://api.${'tele'}gram.org/bot${value}/getMe")`,
  ),
  around(
    'discord-token',
    (pick) => `${mixed(pick, 24)}.${pick(alnum, 6)}.${mixed(pick, 27)}`,
    (value) => `client.login('${value}')`,
  ),
  around(
    'secret',
    (pick) => `${mixed(pick, 86)}==`,
    (value) => `AZURE_STORAGE_KEY=${value}`,
  ),
  around(
    'google-service-account',
    (pick) => pick(hex, 40),
    (value) => `  "private_key_id": "${value}",`,
  ),
  ...['postgres', 'mysql', 'mongodb+srv', 'redis', 'amqp', 'https', 'ftp'].map((scheme) =>
    around(
      'url-password',
      (pick) => `${mixed(pick, 13)}`,
      (value) => `URL=${scheme}://app${'us'}er:${value}@db.internal:5432/main`,
    ),
  ),
  ...[
    (value: string) => `Authorization: Bearer ${value}`,
    (value: string) => `curl -H 'Authorization: Bearer ${value}' https://api.internal/v1`,
    (value: string) => `headers: { "Authorization": "Bearer ${value}" },`,
  ].map((write) => around('authorization', (pick) => mixed(pick, 40), write)),
  around(
    'authorization',
    (pick) => Buffer.from(`admin:${password(pick)}`).toString('base64'),
    (value) => `authorization: Basic ${value}`,
  ),
  around(
    'bearer-token',
    (pick) => mixed(pick, 40),
    (value) => `the header was bearer ${value} when it failed`,
  ),
  around(
    'credentials',
    (pick) => Buffer.from(`robot:${password(pick)}`).toString('base64'),
    (value) => `  "auth": "${value}"`,
  ),
  ...[
    (value: string) => `DB_PASSWORD=${value}`,
    (value: string) => `export ADMIN_PASS=${value}`,
    (value: string) => `password: "${value}"`,
    (value: string) => `const dbPassword: string = '${value}'`,
    (value: string) => `  "password": "${value}",`,
    (value: string) => `$config['password'] = '${value}';`,
    (value: string) => `define('DB_PASSWORD', '${value}');`,
    (value: string) => `password = os.getenv("DB_PASSWORD", "${value}")`,
    (value: string) => `const password = process.env.PASSWORD || '${value}'`,
    (value: string) => `<password>${value}</password>`,
    (value: string) => `mysql --password=${value} main`,
    (value: string) => `spring.datasource.password=${value}`,
    (value: string) => `    passphrase: ${value}`,
  ].map((write) => around('secret', password, write)),
  around('password', password, (value) => `curl -u admin:${value} https://api.internal`),
  around('password', password, (value) => `CREATE USER app IDENTIFIED BY '${value}';`),
  around('password', password, (value) => `machine api.internal login robot password ${value}`),
  ...[
    (value: string) => `API_KEY=${value}`,
    (value: string) => `api_key: ${value}`,
    (value: string) => `apiKey: '${value}',`,
    (value: string) => `client_secret = "${value}"`,
    (value: string) => `x-api-key: ${value}`,
    (value: string) => `SECRET_KEY = '${value}'`,
    (value: string) => `auth_token := "${value}"`,
    (value: string) => `let token: &str = "${value}";`,
    (value: string) => `string accessToken = "${value}";`,
    (value: string) => `ACCESS_KEY => "${value}",`,
    (value: string) => `deploy --token ${value} --env prod`,
    (value: string) => `//registry.internal/:_authToken=${value}`,
    (value: string) => `<add key="ApiKey" value="${value}" />`,
  ].flatMap((write) => [
    around('secret', (pick) => mixed(pick, 32), write),
    around('secret', (pick) => `${pick(digits, 1)}${pick(hex, 30)}a`, write),
  ]),
  around(
    'secret',
    (pick) => [8, 4, 4, 4, 12].map((length) => `${pick(digits, 1)}${pick(hex, length - 2)}b`).join('-'),
    (value) => `HEROKU_API_KEY=${value}`,
  ),
]

function around(code: string, make: (pick: Pick) => string, write: (value: string) => string) {
  return {
    code,
    make: (pick: Pick): [string, string] => {
      const secret = make(pick)
      return [write(secret), secret]
    },
  }
}

/** What may stand around a token. */
const surroundings: ((token: string) => string)[] = [
  (token) => `const client = create("${token}")`,
  (token) => `- export THING=${token}`,
  (token) => `  {"level":"info","msg":"using ${token}\\n"}`,
  (token) => `| prod | \`${token}\` | 2024-01-02 |`,
]

/** A private key of some lines, as openssl prints one. */
export function privateKey(pick: Pick = createPick(7), kind = 'RSA '): string[] {
  return [
    `-----${'BEGIN'} ${kind}PRIVATE KEY-----`,
    ...Array.from({ length: 5 }, () => pick(base64, 64)),
    `${pick(base64, 21)}==`,
    `-----${'END'} ${kind}PRIVATE KEY-----`,
  ]
}

const keys: ((lines: string[]) => string)[] = [
  (lines) => lines.join('\n'),
  (lines) => lines.join('\r\n'),
  (lines) => lines.map((line) => `    ${line}`).join('\n'),
  (lines) => `const key =\n${lines.map((line) => `  '${line}\\n'`).join(' +\n')}`,
  (lines) => `{"type": "service_account", "private_key": "${lines.join('\\n')}\\n"}`,
  (lines) => `KEY="${lines.join('\\n')}"`,
]

/** One for each kind in each of its surroundings; each makes a new secret every time. */
export const caseMakers: ((pick: Pick) => Case)[] = [
  ...tokenKinds.flatMap(({ code, make }) =>
    surroundings.map((write) => (pick: Pick) => {
      const secret = make(pick)
      return { code, text: write(secret), secret }
    }),
  ),
  ...contexts.map(({ code, make }) => (pick: Pick) => {
    const [text, secret] = make(pick)
    return { code, text, secret }
  }),
  ...['RSA ', 'EC ', 'OPENSSH ', ''].flatMap((kind) =>
    keys.map((write) => (pick: Pick) => {
      const lines = privateKey(pick, kind)
      return { code: 'private-key', text: write(lines), secret: lines[2] as string }
    }),
  ),
]

export function positiveCases(seed = 1): Case[] {
  const pick = createPick(seed)
  return caseMakers.map((make) => make(pick))
}

// Only of what stands in this file: how a token of each kind begins, whoever it was given to.
const beginnings =
  /^(?:AGE-SECRET-KEY-1|sk-ant-(?:[a-z]+\d\d-)?|sk-or-v1-|sk-[a-z]+-|github_pat_|[a-z]{2,5}_(?:live|test|pat|api|v1)_|[A-Za-z]{2,6}[_.-]|AIza|A[A-Z]IA|eyJ|dapi)/

/** How long the part of a token is that says what it is. */
export const publicLength = (secret: string): number => beginnings.exec(secret)?.[0].length ?? 0
