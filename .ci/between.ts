/** Puts a part between its marks in a page that is written by hand. */
export function between(text: string, name: string, part: string): string {
  const found = new RegExp(`(<!-- ${name}: .* -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
  if (!found.test(text)) throw new Error(`the page has no place for ${name}`)
  return text.replace(found, (_, begin: string, end: string) => `${begin}\n${part}\n\n${end}`)
}
