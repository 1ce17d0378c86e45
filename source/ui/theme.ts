import { cellWidth } from '../text/cells.ts'
import { plainText } from '../text/plain.ts'
import { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from './present/glyphs.ts'

export type { Glyphs } from './present/glyphs.ts'

/** What a piece of text is, from which the theme takes how it looks. */
export type Role =
  | 'plain'
  | 'title'
  | 'border'
  | 'focus'
  | 'dim'
  | 'accent'
  | 'good'
  | 'warn'
  | 'bad'
  | 'running'
  | 'typed'
  | 'key'
  | 'inverse'
  | 'added'
  | 'removed'

export interface Theme {
  name: ThemeName
  glyphs: Glyphs
  /** Whether colours of programs are shown as they are. */
  hasColour: boolean
  /** The text in the look of its role, closed again with a reset. Width unchanged. */
  paint: (role: Role, text: string) => string
  /** Text from anywhere as this terminal can show it: without controls and, where it must be, in ASCII. */
  show: (text: string) => string
  /** The same for a row of a program's output, whose colours were filtered before; they stay where there are any. */
  showOutput: (text: string) => string
}

export type ThemeName = 'dark' | 'light' | 'contrast' | 'plain'

export interface ThemeChoice {
  env: Record<string, string | undefined>
  /** What the person set; null or 'auto': what the terminal seems to be. */
  setting: ThemeName | 'auto' | null
}

/** Pure over the environment it is given. NO_COLOR is above the person's setting, FORCE_COLOR above both. */
export function chooseTheme({ env, setting }: ThemeChoice): Theme {
  const isUtf8 = /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '')
  const term = env.TERM ?? ''
  // The console of Linux knows UTF-8, but its font has none of our signs.
  const hasSigns = isUtf8 && !/^(linux|dumb|vt\d+)/.test(term)
  return makeTheme(hasColours(env, term) ? named(env, setting) : 'plain', {
    unicode: hasSigns,
    asciiOnly: !isUtf8,
    bare: term === 'dumb',
  })
}

interface Abilities {
  unicode: boolean
  /** Text that is not ASCII would come out as something else, and of another width. */
  asciiOnly?: boolean
  /** Not even bold. */
  bare?: boolean
}

export function makeTheme(name: ThemeName, { unicode, asciiOnly = false, bare = false }: Abilities): Theme {
  const column = THEMES.indexOf(name)
  const show = asciiOnly ? (text: string) => inAscii(plainText(text)) : plainText
  return {
    name,
    glyphs: unicode ? UNICODE_GLYPHS : ASCII_GLYPHS,
    hasColour: name !== 'plain',
    paint: (role, text) => {
      const look = bare ? '' : LOOKS[role][column]
      return look === '' || text === '' ? text : `\x1b[${look}m${text}\x1b[0m`
    },
    show,
    showOutput: name === 'plain' ? show : asciiOnly ? inAscii : (text) => text,
  }
}

function hasColours({ FORCE_COLOR, NO_COLOR, COLORTERM }: ThemeChoice['env'], term: string): boolean {
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  if (NO_COLOR || term === 'dumb') return false
  return Boolean(COLORTERM) || !(term === '' || /^(vt\d|.*-m$)/.test(term))
}

function named({ COLORFGBG }: ThemeChoice['env'], setting: ThemeChoice['setting']): ThemeName {
  if (setting !== null && setting !== 'auto') return setting
  // Some terminals say what their colours are: 'foreground;background', 7 and 15 being white.
  return /;(7|15)$/.test(COLORFGBG ?? '') ? 'light' : 'dark'
}

const THEMES: ThemeName[] = ['dark', 'light', 'contrast', 'plain']

/** SGR by theme. The person's own sixteen colours only: they chose them to be read on their background. */
const LOOKS: Record<Role, [string, string, string, string]> = {
  plain: ['', '', '', ''],
  title: ['1', '1', '1', '1'],
  border: ['90', '90', '', ''],
  focus: ['1;36', '1;34', '1;96', '1'],
  dim: ['90', '90', '', ''],
  accent: ['36', '34', '1;96', '4'],
  good: ['32', '32', '1;92', ''],
  warn: ['33', '35', '1;93', '1'],
  bad: ['1;31', '1;31', '1;37;41', '1'],
  running: ['36', '34', '1;96', ''],
  typed: ['1', '1', '1', '1'],
  key: ['1', '1', '1;4', '1'],
  inverse: ['7', '7', '7', '7'],
  added: ['32', '32', '1;92', ''],
  removed: ['31', '31', '1;91', ''],
}

/** What our own sentences are written with, and programs often print; below each, what stands for it. */
const SIGNS = '…·–—‘’“”→←✓✕●│─█▸▲☐◐☑'
const IN_ASCII = '~---\'\'""><+X*|-#>^o*+'

const segmenter = new Intl.Segmenter()

/** Every other sign becomes question marks as wide as it was. Colours stay. */
function inAscii(text: string): string {
  if (/^[\x1b -~]*$/.test(text)) return text
  return Array.from(segmenter.segment(text), ({ segment }) => {
    if (/^[\x1b -~]$/.test(segment)) return segment
    return IN_ASCII[SIGNS.indexOf(segment)] ?? '?'.repeat(cellWidth(segment))
  }).join('')
}
