/** The lines on which the objects of a JSON text begin, by their path: `master/tasks/3`. One pass, no parsing. */
export const objectLines = (text: string): Map<string, number> => {
  const lines = new Map<string, number>()
  const open: { path: string; key: string; index: number | null }[] = []
  let line = 1
  for (const [token] of text.matchAll(/\n|"(?:[^"\\]|\\[\s\S])*"|[{}[\],]/g)) {
    const inside = open.at(-1)
    if (token === '\n') line += 1
    else if (token === '{' || token === '[') {
      const path = inside ? join(inside.path, inside.index ?? inside.key) : ''
      if (token === '{') lines.set(path, line)
      open.push({ path, key: '', index: token === '[' ? 0 : null })
    } else if (token === '}' || token === ']') open.pop()
    else if (token === ',') {
      if (inside && inside.index !== null) inside.index += 1
    } else if (inside && inside.index === null) {
      // Of `"key": "value"` the value comes last; only what an object or list follows is ever looked up.
      inside.key = token.slice(1, -1)
    }
  }
  return lines
}

const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}/${key}`)
