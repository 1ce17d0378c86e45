import type { Ask } from '../../../model/session.ts'
import { oneLine, plainText } from '../plain-text.ts'
import { deedKey } from './deed.ts'
import { toolDetail, toolLine } from './tool-line.ts'
import type { ToolCall } from './update.ts'

interface Request {
  call: ToolCall
  options: { optionId: string; name: string; kind: Ask['options'][number]['kind'] }[]
}

const MOST_OPTIONS = 20

/** What a request for permission says, as plain text without secrets. */
export function askOf(
  { call, options }: Request,
  { cwd, mask }: { cwd: string; mask: (text: string) => string },
): Omit<Ask, 'id'> {
  const title = oneLine(mask(plainText(toolLine(call, cwd))), 200) || 'something it does not name'
  return {
    title,
    detail: mask(toolDetail(call, cwd)),
    options: options.slice(0, MOST_OPTIONS).map(({ optionId, name, kind }) => ({
      id: optionId,
      name: oneLine(mask(plainText(name)), 100),
      kind,
    })),
    key: deedKey(call, cwd),
  }
}
