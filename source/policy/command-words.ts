import { splitWords } from '../agents/split-words.ts'

/** What an agent wants to run: text for a shell, or the words themselves. */
export type Command = string | string[]

// What a shell would do more with than to pass it on: run another command, put a result or a file in its place.
const special = /[;&|<>(){}$`\\\n\r\0!#]/
const SHELLS = ['sh', 'bash', 'zsh', 'dash']

/**
 * The words of one plain command, or null: with operators, substitutions or redirections, also quoted ones, it may do
 * something else than its words say.
 */
export function plainWords(command: Command): string[] | null {
  if (typeof command !== 'string') {
    const [shell = '', flag = '', text] = command
    if (command.length === 3 && SHELLS.includes(baseName(shell)) && /^-l?c$/.test(flag))
      return plainWords(text as string)
    return command.length > 0 && !command.some((word) => special.test(word)) ? command : null
  }
  if (special.test(command)) return null
  const words = splitWords(command)
  return words.ok && words.value.length > 0 ? words.value : null
}

/** Programs whose arguments are a command again. */
const WRAPPERS = new Set([
  ...SHELLS,
  ...['sudo', 'doas', 'env', 'command', 'builtin', 'exec', 'eval', 'nohup', 'setsid', 'time', 'timeout'],
  ...['nice', 'ionice', 'stdbuf', 'xargs', 'npx', 'then', 'do', 'else', 'if', 'while', '!'],
])

/** Every command that may be in it, as words: rather one too many. Quotes hide nothing. */
export function anyWords(command: Command): string[][] {
  const text = typeof command === 'string' ? command : command.join(' ')
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/[;&|<>(){}$`\n\r\0]/)
    .flatMap((part) => {
      const words = part
        .replace(/['"\\]/g, '')
        .split(/\s+/)
        .filter((word) => word !== '')
      const start = words.findIndex((word) => !/^\w+=/.test(word))
      return start < 0 ? [] : withInner(words.slice(start))
    })
}

function withInner(words: string[]): string[][] {
  const [program = '', ...rest] = words
  const named = [baseName(program), ...rest]
  if (!WRAPPERS.has(baseName(program))) return [words, named]
  return [words, named, ...rest.map((word, index) => [baseName(word), ...rest.slice(index + 1)])]
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
