import { type Call, type Dialect, offered } from './move.ts'

interface Body {
  contents: { role?: string; parts: { text?: string; functionResponse?: object }[] }[]
  tools?: { functionDeclarations?: { name: string }[] }[]
}

/** generateContent, as a stream. */
export const gemini: Dialect = {
  path: /:(streamG|g)enerateContent$/,
  read: (body, path) => {
    const { contents, tools = [] } = body as Body
    const parts = contents.flatMap((each) => each.parts.map((part) => ({ role: each.role, ...part })))
    return {
      model: /models\/([^:]+):/.exec(path)?.[1] ?? '',
      text: parts
        .flatMap(({ role, text }) => (role !== 'model' && text !== undefined ? [text] : []))
        .join('\n'),
      results: parts.filter(({ functionResponse }) => functionResponse).length,
      tools: tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations.map(({ name }) => name)),
    }
  },
  events: (move, { model, tools }) => {
    const part = 'say' in move ? { text: move.say } : { functionCall: callOf(move, tools) }
    return [
      {
        candidates: [{ index: 0, content: { role: 'model', parts: [part] }, finishReason: 'STOP' }],
        usageMetadata: {
          promptTokenCount: 1500,
          cachedContentTokenCount: 300,
          candidatesTokenCount: 50,
          totalTokenCount: 1550,
        },
        modelVersion: model,
      },
    ]
  },
  error: (move) => ({
    error:
      'limited' in move
        ? {
            code: 429,
            message: 'Resource has been exhausted (e.g. check quota).',
            status: 'RESOURCE_EXHAUSTED',
            details: [
              { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${move.limited}s` },
            ],
          }
        : move.fails === 401
          ? { code: 401, message: 'API key not valid.', status: 'UNAUTHENTICATED' }
          : { code: move.fails, message: 'Internal error.', status: 'INTERNAL' },
  }),
}

function callOf(move: Call, tools: string[]) {
  if ('tool' in move) return { name: offered(tools, move.tool), args: move.input }
  if ('run' in move) return { name: 'run_shell_command', args: { command: move.run, description: 'Run it' } }
  return { name: 'write_file', args: { file_path: move.write.path, content: move.write.text } }
}
