import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { reportHtml } from '../page/report/report-html.ts'
import { reportMarkdown } from '../page/report/report-markdown.ts'
import { sessionReport } from '../page/report/session-report.ts'
import { maskOwn } from '../runtime/worker/mask.ts'
import { sessionHere } from './here.ts'
import { complain, type ExitCode, print } from './print.ts'

export interface ReportOptions {
  cwd?: string
  html?: string
  md?: string
}

/** `br-tui report`: the session as it is on disk, as one document; no host is started for it. */
export async function report({ cwd, html, md }: ReportOptions): Promise<ExitCode> {
  const stored = await sessionHere(cwd)
  if (!stored.ok) return complain(stored.error)
  const session = stored.value
  const found = sessionReport(session, Date.now())
  const files = [
    ...(html === undefined ? [] : [{ file: html, text: reportHtml(found) }]),
    ...(md === undefined ? [] : [{ file: md, text: reportMarkdown(found) }]),
  ]
  if (files.length === 0) print(reportMarkdown(found))
  for (const { file, text } of files) {
    try {
      await writeFile(resolve(cwd ?? '.', file), maskOwn(text))
    } catch (error) {
      return complain({ message: `${file} could not be written: ${(error as Error).message}.` })
    }
    print(`Written: ${file}`)
  }
  return 0
}
