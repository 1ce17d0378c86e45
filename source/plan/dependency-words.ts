/** What a task says of what comes first: `(depends on T012, 1.2)`, `Depends on: #3`, `blocked by T4`. */
export interface NamedDependency {
  name: string
  /** Whether it is a list of names, so that each of them must exist; "after lunch" need not. */
  strict: boolean
}

/** In a sentence only what looks like an id counts. */
export const dependenciesIn = (text: string): NamedDependency[] =>
  [...text.matchAll(said)].flatMap(([, word = '', list = '']) => {
    const strict = /^(?:depends|blocked)/i.test(word)
    return [...list.matchAll(anId)].map(([, name = '']) => ({ name, strict }))
  })

const said =
  /\b(depends[ _-]?on|dependency|dependencies|blocked[ _-]?by|after|requires|needs)\b[*_]{0,4}[:\s]{1,3}[*_]{0,4}((?:(?:tasks?|steps?|and|&|,|\+|\/|#|`|\[|\]|"|\s){0,6}(?:[A-Z][A-Za-z0-9]{0,9}-?)?\d{1,6}[a-z]?(?:\.\d{1,4}[a-z]?){0,4}){1,30})/gi
const anId = /((?:[A-Z][A-Za-z0-9]{0,9}-?)?\d{1,6}[a-z]?(?:\.\d{1,4}[a-z]?){0,4})/g
