import type { Look } from '../plan/print-diagnostics.ts'
import { chooseTheme, makeTheme, type Theme } from '../ui/theme.ts'

/** The theme of a command that prints and ends. What is not read on a terminal has colours only where they are forced. */
export function cliTheme({ env, stdout } = process): Theme {
  if (stdout.isTTY) return chooseTheme({ env, setting: null })
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  const isUtf8 = locale === undefined || locale === '' || /utf-?8/i.test(locale)
  const isColoured = env.FORCE_COLOR && env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return makeTheme(isColoured ? 'dark' : 'plain', { unicode: isUtf8, asciiOnly: !isUtf8, bare: !isColoured })
}

export const lookOf = ({ paint, show, glyphs }: Theme, width = process.stdout.columns ?? null): Look => ({
  width,
  paint,
  show,
  ellipsis: glyphs.ellipsis,
})
