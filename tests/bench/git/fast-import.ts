import { execFileSync } from 'node:child_process'

/** Ten thousand files in one process of git. */
export const fastImport = (repo: string, input: string) =>
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repo, input, stdio: ['pipe', 'ignore', 'inherit'] })

export const commitText = (branch: string, from: string | null, files: { path: string; text: string }[]) =>
  `commit refs/heads/${branch}\ncommitter Ada Tester <ada@example.com> 1700000000 +0000\n${data('work')}` +
  (from ? `from ${from}\n` : '') +
  files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`).join('')

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`
