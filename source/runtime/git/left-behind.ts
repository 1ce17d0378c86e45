import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'

/** A file that was not committed, and why. */
export interface LeftFile {
  file: string
  why: string
}

const largest = 5 * 1024 * 1024

const defaultPatterns = ['.env*', '*.pem', '*.key', 'id_rsa*', 'id_ed25519*', '*.p12', '*.pfx']

/**
 * Why a file of a worktree must not be committed, or null. Patterns with a slash are matched with the whole path,
 * others with the name; `*` stays within a name.
 */
export function leaveOut(excludePatterns: readonly string[] = []) {
  const patterns = [...defaultPatterns, ...excludePatterns].map((pattern) => ({
    pattern,
    test: matcher(pattern),
  }))
  return async (path: string, file: Buffer): Promise<string | null> => {
    const name = file.toString('utf8')
    if (name.endsWith('/')) return 'a git repository of its own'
    const stat = await lstat(Buffer.concat([Buffer.from(`${path}/`), file])).catch(() => null)
    // That it is gone may always be committed.
    if (stat === null) return null
    const hit = patterns.find(({ test }) => test(name))
    if (hit) return `its name is like ${hit.pattern}`
    return stat.isFile() && stat.size > largest ? `larger than ${largest / 1024 / 1024} MB` : null
  }
}

function matcher(pattern: string): (file: string) => boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('[^/]*')
  // On some disks a name has no case: .ENV is read as .env there.
  const whole = new RegExp(`^${source}$`, 'is')
  return pattern.includes('/') ? (file) => whole.test(file) : (file) => whole.test(basename(file))
}
