import { plainText } from '../../plan/plain-text.ts'

/** Text of plans, agents and repositories as a page says it: plain, on one line, bounded. */
export const said = (text: string, most = 300): string => plainText(text, most)
