/**
 * Whether a plan means a file by what it wrote: the file itself, a folder it is in, or a pattern with `*`, `**`, `?` and
 * `{a,b}`. `anyDepth`: a bare name is meant wherever it lies.
 */
export function isDeclared(file: string, declared: Iterable<string>, { anyDepth = false } = {}): boolean {
  for (const written of declared) {
    const pattern = written.replace(/^\.?\/+/, '').replace(/\/+$/, '')
    if (pattern === '' || pattern === '.') continue
    if (file === pattern || file.startsWith(`${pattern}/`)) return true
    const name = file.slice(file.lastIndexOf('/') + 1)
    if (anyDepth && (name === pattern || (!pattern.includes('/') && matches(name, pattern)))) return true
    if (matches(file, pattern)) return true
  }
  return false
}

const matches = (file: string, pattern: string): boolean =>
  /[*?{]/.test(pattern) && patternOf(pattern).test(file)

function patternOf(glob: string): RegExp {
  let source = ''
  let open = 0
  for (const [token] of glob.matchAll(/\*\*\/|\*+|[^*]/gu)) {
    if (token === '**/') source += '(?:[^/]+/)*'
    else if (token === '*') source += '[^/]*'
    else if (token.startsWith('**')) source += '.*'
    else if (token === '?') source += '[^/]'
    else if (token === '{') {
      open += 1
      source += '(?:'
    } else if (token === '}' && open > 0) {
      open -= 1
      source += ')'
    } else if (token === ',' && open > 0) source += '|'
    else source += token.replace(/[\\^$.|?*+()[\]{}/]/g, '\\$&')
  }
  return new RegExp(`^${source}${')'.repeat(open)}$`, 'u')
}
