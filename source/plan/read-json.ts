import type { Finding } from './diagnose.ts'

/** What a JSON text holds, or where it is no JSON. */
export const readJson = (text: string): { value: unknown } | { finding: Finding } => {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) }
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const line = Number(/\(line (\d+)/.exec(message)?.[1] ?? 1)
    return {
      finding: {
        severity: 'error',
        code: 'invalid-json',
        message: 'This is no valid JSON: a comma, a quote or a bracket is missing or too many. Mend it here.',
        line,
      },
    }
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
