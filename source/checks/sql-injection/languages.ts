import { byExtension } from '../syntax/syntax.ts'
import type { Language } from './language.ts'
import { cSharp } from './languages/c-sharp.ts'
import { go } from './languages/go.ts'
import { java } from './languages/java.ts'
import { php } from './languages/php.ts'
import { python } from './languages/python.ts'
import { ruby } from './languages/ruby.ts'
import { typescript } from './languages/typescript.ts'

export const LANGUAGES: Language[] = [python, typescript, php, ruby, cSharp, go, java]

const known = byExtension(LANGUAGES)

/** The language of files of this extension (without its dot, in small letters), if it is one of ours. */
export const languageOf = (extension: string): Language | undefined => known.get(extension)
