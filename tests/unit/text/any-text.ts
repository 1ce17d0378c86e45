import * as fc from 'fast-check'

const glyphs = [
  'a',
  'Zq',
  '│',
  '─',
  'é',
  'e\u0301',
  '日',
  '本語',
  '한',
  '👍',
  '👩‍👩‍👧',
  '🇩🇪',
  '1️⃣',
  '●',
  '⚠️',
  'ש',
  'مر',
]
const colours = [
  '\x1b[31m',
  '\x1b[0m',
  '\x1b[m',
  '\x1b[1;44m',
  '\x1b[38;5;200m',
  '\x1b[38;2;1;2;3m',
  '\x1b[22;39m',
  '\x1b[7m',
]
const controls = ['\x00', '\x07', '\x7f', '\x85', '\u202e', '\u2066', '\u200b', '\ufeff', '\t']

/** Text as a hostile program could print it, after everything but colours was filtered and before. */
export const anyText = () =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...glyphs) },
        { weight: 3, arbitrary: fc.constantFrom('word', 'a longer text ', ' ', '  ') },
        { weight: 3, arbitrary: fc.constantFrom(...colours) },
        { weight: 1, arbitrary: fc.constantFrom(...controls) },
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join(''))
