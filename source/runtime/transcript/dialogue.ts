import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const saidSchema = z.strictObject({
  pane: z.string(),
  text: z.string(),
  at: z.number(),
  answer: z.strictObject({ text: z.string(), at: z.number() }).nullable(),
})
const fileSchema = z.strictObject({ session: z.string(), said: z.array(saidSchema) })

/** A command that was typed, and what was answered; null: nothing yet. */
export type Said = z.infer<typeof saidSchema>

/** What was typed and answered in a session, kept for the host that comes after this one. */
export interface Dialogue {
  of: (session: string) => Said[]
  keep: (session: string, said: Said[]) => void
}

/** The newest so many, and so many characters of each text. */
const MOST = 300
const LONGEST = 2000

/** A file of the owner's only. It is a comfort: one that cannot be read or written is none. */
export function openDialogue(path: string): Dialogue {
  return {
    of: (session) => {
      try {
        const file = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
        return file.session === session ? file.said : []
      } catch {
        return []
      }
    },
    keep: (session, all) => {
      const said = all.slice(-MOST).map(({ text, answer, ...other }) => ({
        ...{ ...other, text: text.slice(0, LONGEST) },
        answer: answer && { ...answer, text: answer.text.slice(0, LONGEST) },
      }))
      try {
        writeFileSync(`${path}.tmp`, JSON.stringify({ session, said }), { mode: 0o600 })
        renameSync(`${path}.tmp`, path)
      } catch {
        // The work must go on with a full disk, and that is no place for half a file.
        rmSync(`${path}.tmp`, { force: true })
      }
    },
  }
}
