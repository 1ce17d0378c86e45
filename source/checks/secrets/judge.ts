// What people write where a secret would stand, references to where one is kept, and types.
const placeholder =
  /^(?:[<{[]|\*\*|\$[{(]|\$\w+$|%(?:[sdv]\b|[({]|\w+%)|\.\.|\.?\/[\w.-]+\/|![A-Za-z]+$|x+$|your|my[-_]|the[-_]|some[-_]|example|change|replace|insert|enter|add[-_]|placeholder|redacted|masked|hidden|dummy|sample|default$|todo|tbd|none$|null$|nil$|undefined$|true$|false$|string$|process\.|os\.|env[.[(]|import\.meta|config\.|settings\.|secrets?\.|vars?\.|file:|op:\/\/|vault:|ref\+|arn:)/i

// In the middle as well: nobody's real secret says so.
const madeUp =
  /x{6,}|\*{3,}|\.{3}|…|<[\w -]+>|[$#]\{|\{\{|\$\(|example|placeholder|redacted|changeme|change[-_]me|dummy|your[-_]|[-_]here\b|1234567890abcdef|abcdefghijklm/i

/** `changeme`, `<token>`, `${VAR}`, `process.env.X`, and whatever else only stands for a secret. */
export const isPlaceholder = (value: string): boolean => placeholder.test(value) || madeUp.test(value)

/** A token of the right shape that nobody was ever given: `AKIAXXXXXXXXXXXXXXXX`, `…EXAMPLE`, all zeros. */
export const isMadeUp = (token: string): boolean =>
  madeUp.test(token) || new Set(token.slice(-16).toLowerCase()).size <= 4

/** Shannon's measure, in bits a character: 0 for `aaaa`, about 3.7 for 32 hexadecimal digits, 5 for random letters. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/]
const kindsIn = (text: string): number => kinds.filter((kind) => kind.test(text)).length

// Words, maybe joined, maybe numbered, maybe called or looked up: `access_token_2`, `x-api-key`, `foo.bar`, `keys[0]`.
const words = /^[A-Za-z]+(?:[-_. :/]+[A-Za-z]+)*[-_.:]?v?\d{0,3}$/
const address =
  /^(?:[a-z][\w+.-]*:)?\/\/|^[\w.-]+\.(?:com|org|net|io|dev|json|ya?ml|js|ts|py|md|txt|pem|html?)\b/i

/** Looks as if a machine had made it, and long enough to matter: `4f1c…`, `aB3dE5…`. */
export function isRandom(text: string, shortest: number): boolean {
  if (text.length < shortest || !/\d/.test(text) || !/[A-Za-z]/.test(text)) return false
  if (words.test(text) || address.test(text) || !/^[\w+/=.~:@!#$%^&*?-]+$/.test(text)) return false
  return entropy(text) >= 2.7 && turns(text) >= 3
}

/** Looks as if somebody had chosen it as a password: not one word, and more than letters. */
export function isChosen(text: string): boolean {
  if (text.length < 8 || text.length > 100 || /[\s(){}<>;]/.test(text)) return false
  if (words.test(text) || address.test(text)) return false
  return kindsIn(text) >= 2 && /[\d!@#$%^&*?+]/.test(text) && new Set(text).size >= 6
}

/** How often letters and digits take turns: often in what is random, rarely in names. */
function turns(text: string): number {
  return [...text.matchAll(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)].length
}
