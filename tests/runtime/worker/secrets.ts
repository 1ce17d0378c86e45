/** Secrets that look real to the rules, made at run time: none stands in a file. */
const characters = 'aB3dE5gH7jK9mN2pQ4sT6vW8xY'
const some = (length: number): string =>
  characters.repeat(Math.ceil(length / characters.length)).slice(0, length)
const upper = (length: number): string => some(length).toUpperCase()

/** What is printed, the part of it that must not be seen, and the label that takes its place. */
export const secrets: { printed: string; secret: string; label: string }[] = [
  whole('aws key', `${'AKI'}A${upper(16)}`),
  whole('anthropic key', `${'sk'}-ant-api03-${some(40)}`),
  whole('openai key', `${'sk'}-proj-${some(40)}`),
  whole('openai key', `${'sk'}-${some(48)}`),
  whole('github token', `${'gh'}p_${some(36)}`),
  whole('github token', `${'github'}_pat_${some(60)}`),
  whole('gitlab token', `${'gl'}pat-${some(20)}`),
  whole('slack token', `${'xo'}xb-1234567890-${some(24)}`),
  whole('npm token', `${'np'}m_${some(36)}`),
  whole('google key', `${'AI'}za${some(35)}`),
  whole('jwt', `${'ey'}J${some(20)}.${'ey'}J${some(30)}.${some(43)}`),
  inside('password', `${'postgres'}://user:${some(14)}@host/db`, some(14)),
  inside('bearer token', `Bearer ${some(32)}`, some(32)),
  inside('secret', `DB_PASSWORD=${some(12)}`, some(12)),
  inside('quoted secret', `"api_key": "${some(24)}"`, some(24)),
]

function whole(label: string, secret: string) {
  return { printed: secret, secret, label }
}

function inside(label: string, printed: string, secret: string) {
  return { printed, secret, label }
}

/** A private key of some lines, as openssl prints one. */
export const privateKey = (): string[] => [
  `-----${'BEGIN'} RSA PRIVATE KEY-----`,
  ...Array.from({ length: 5 }, () => some(64)),
  `${some(21)}==`,
  `-----${'END'} RSA PRIVATE KEY-----`,
]
