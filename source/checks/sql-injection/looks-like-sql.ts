import { HOLE } from './value.ts'

/** Comments, brackets and spaces that can stand before a statement. */
const LEAD = String.raw`^(?:[\s(;"'\`]|--[^\n]*\n|/\*[^*]*\*/)*`
const NAME = String.raw`[\w.$"'\`\[\]#@:${HOLE}]+`

/** What a sentence has and a statement has not: `Select a seat from the list`. */
const ARTICLE = String.raw`(?:the|an|your|our|my|this|that|these|those|any|some|each|every|a\s+(?!from\b|as\b)\w+\s+(?:from|of|in|for))\s`

const STATEMENT = new RegExp(
  LEAD +
    String.raw`(?:with\s+(?:recursive\s+)?\S+\s*(?:\([^)]*\)\s*)?as\b` +
    String.raw`|select\s+(?!from\b|${ARTICLE})[\s\S]*?\bfrom\s+(?!${ARTICLE})[\w.$"'\`\[(#${HOLE}]|select\s+(?:${HOLE}\s*(?:$|;|,|\)|as\b)|\*|\d|count\s*\(|\w+\s*\(|@@)|select\s+\w+\s+into\b` +
    String.raw`|insert\s+(?:or\s+\w+\s+|ignore\s+|low_priority\s+)?into\s|replace\s+into\s|update\s+(?:only\s+|low_priority\s+|ignore\s+)?${NAME}(?:\s+(?:as\s+)?\w+)?\s+set\s*(?:[\w.$"'\`\[\]]+\s*=|${HOLE}|\(|0\s*(?:$|,|where\b))` +
    String.raw`|delete\s+(?:\w+\s+)?from\s+${NAME}\s*(?:$|;|,|(?:as\s+)?(?:\w+\s+)?(?:where|using|join|returning|order|limit)\b)|merge\s+(?:into\s)?\s*${NAME}\s+(?:as|using)\b|truncate\s+(?:table\s+)?${NAME}\s*(?:;|cascade|restart|$)` +
    String.raw`|(?:create|drop|alter)\s+(?:or\s+replace\s+|temp(?:orary)?\s+|unique\s+|if\s+|unlogged\s+|external\s+|materialized\s+)*(?:table|index|view|database|schema|user|role|function|procedure|trigger|sequence|type|extension|column|login)\s` +
    String.raw`|(?:exec|execute|call)\s+[\w.]+[\s(]|grant\s+\S+\s[\s\S]*\bto\b|revoke\s|pragma\s|explain\s+(?:analyze\s+)?(?:select|insert|update|delete)` +
    String.raw`|set\s+(?:session|local|global|role|search_path|@)|show\s+(?:tables|columns|databases|create)|use\s+${HOLE}|copy\s+${NAME}\s+(?:from|to)\b|lock\s+table|vacuum\s|declare\s+@|if\s+(?:not\s+)?exists\s*\(` +
    // JPQL and DQL may leave out what is selected.
    String.raw`|from\s+[A-Z]\w*\s+(?:as\s+)?\w+\s+(?:where|order|join)\b)`,
  'i',
)

/** The rest of a statement whose beginning is not known. */
const TAIL = new RegExp(
  String.raw`^\s*${HOLE}[\s\S]*\b(?:WHERE|ORDER BY|GROUP BY|HAVING|VALUES|SET|FROM|LIMIT|AND|OR)\b\s`,
)

const CONDITION =
  /[=<>]|\s[*+/-]\s|\b(?:like|ilike|in|is|between|and|or|not|asc|desc|as|on|join|from|sum|count|avg|min|max|case|distinct|null|cast|coalesce|date\w*|concat)\b/i

export const looksLikeStatement = (text: string): boolean => STATEMENT.test(text) || TAIL.test(text)
export const looksLikeCondition = (text: string): boolean =>
  CONDITION.test(text.replaceAll(HOLE, ' ')) || looksLikeStatement(text)

/** Whether a value goes in where SQL wants a name, which no parameter can be. */
export const isNamePlace = (before: string): boolean =>
  /\b(?:from|join|into|update|table|index|view|database|schema|by|asc|desc|select|column|add|truncate|distinct|,)\s+(?:if\s+(?:not\s+)?exists\s+)?["'`[]?(?:\w+\.)?$/i.test(
    before,
  ) && !/['"]$/.test(before.replace(/\b(?:from|join|into|update|table)\s+["`[]$/i, ''))

/** `$1`, `:name` and `@p1` whose number or name is put in are parameters, outside of quotes. */
export const isPlaceholder = (before: string): boolean =>
  /(?:\$|[:@][a-zA-Z_]\w*|[:@])$/.test(before) && before.split("'").length % 2 === 1

/** Whether what comes next stands within quotes. */
export const isQuoted = (before: string): boolean =>
  [`'`, '"'].some((quote) => before.split(quote).length % 2 === 0)
