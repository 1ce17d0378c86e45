import { execa } from 'execa'

/** Opens the person's editor on a folder, else a shell in it; resolves when they are back. */
export async function openFolder(folder: string): Promise<void> {
  const editor = process.env.VISUAL || process.env.EDITOR
  const options = { cwd: folder, stdio: 'inherit', reject: false } as const
  // The editor's setting is the person's own shell command; the folder is handed over as an argument, never as text.
  if (editor) await execa('sh', ['-c', `${editor} "$1"`, 'sh', folder], options)
  else {
    process.stdout.write(`This is the workspace ${folder}. Come back with: exit\n`)
    await execa(process.env.SHELL || 'sh', [], options)
  }
}
