import { execa } from 'execa'

/** Opens the person's editor on a folder, else a shell in it; resolves when they are back. */
export async function openFolder(folder: string): Promise<void> {
  const editor = editorArgv(process.env, folder)
  if (!editor) process.stdout.write(`This is ${folder}.\nCome back with: exit\n`)
  const [file = '', ...args] = editor ?? [process.env.SHELL || 'sh']
  await execa(file, args, { cwd: folder, stdio: 'inherit', reject: false })
}

/** Null: none is set. It is the person's own shell command; the folder is handed over as an argument, never as text. */
export function editorArgv(env: NodeJS.ProcessEnv, folder: string): string[] | null {
  const editor = env.VISUAL || env.EDITOR
  return editor ? ['sh', '-c', `${editor} "$1"`, 'sh', folder] : null
}
