/**
 * What a secret of one line looks like; the one table of them (`rules.ts`) serves the scan of files and the masking of
 * output. No rule looks across the end of a line: output is masked a few lines at a time, and must come out the same
 * however it arrives. Repetitions are bounded or cannot begin twice within one run, so that a hostile line of the
 * greatest length costs milliseconds.
 */
export interface SecretRule {
  /** In kebab-case: names the finding, the mark in masked text, and the line in an allow-list. */
  code: string
  /** As people call it, with its article. */
  name: string
  /** Every match holds one of these, in capitals or not: a line with none of them needs no closer look. */
  hints: string[]
  /** Public beginnings, which say what it is and nothing of the secret: these may be shown. */
  prefixes: string[]
  /** The whole match is the secret, or its group `secret` or `single` is. */
  pattern: RegExp
  /** Whether it is masked. When in doubt it is: a mark too many costs little. */
  isMasked?: (secret: string, match: RegExpMatchArray) => boolean
  /** Whether it is reported too. When in doubt it is not: a check that cries wolf is switched off. */
  isReported?: (secret: string, match: RegExpMatchArray) => boolean
}

// A token begins where no word goes on. In JSON the end of a line, or of a colour code, is letters: \\n, [0m; in an
// address a sign may be letters too: %3D.
const start = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]|\\[[\\d;]{0,8}m|%[0-9A-F]{2}))'

/** A secret that says itself what it is. */
export function token(
  code: string,
  name: string,
  prefixes: string[],
  shape: string,
  more: Partial<SecretRule> = {},
): SecretRule {
  const hints = prefixes.map((prefix) => prefix.toLowerCase())
  return { code, name, hints, prefixes, pattern: new RegExp(start + shape, 'dg'), ...more }
}

/** A secret that only what stands around it gives away; its pattern has a group `secret`. */
export function inContext(
  code: string,
  name: string,
  hints: string[],
  pattern: RegExp,
  more: Partial<SecretRule> = {},
): SecretRule {
  return { code, name, hints, prefixes: [], pattern, ...more }
}
