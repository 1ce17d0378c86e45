import { type Call, type Dialect, offered } from './move.ts'

interface Body {
  model: string
  messages: { role: string; content: string | Block[] }[]
  tools?: { name: string }[]
}
interface Block {
  type: string
  text?: string
}

/** The Messages API. */
export const anthropic: Dialect = {
  path: /\/v1\/messages$/,
  read: (body) => {
    const { model, messages, tools = [] } = body as Body
    const blocks = messages.flatMap(({ role, content }) =>
      typeof content === 'string'
        ? [{ role, type: 'text', text: content }]
        : content.map((block) => ({ role, ...block })),
    )
    return {
      model,
      text: blocks
        .flatMap(({ role, text }) => (role === 'user' && text !== undefined ? [text] : []))
        .join('\n'),
      results: blocks.filter(({ type }) => type === 'tool_result').length,
      tools: tools.map(({ name }) => name),
    }
  },
  events: (move, { model, tools, results }) => {
    const usage = {
      input_tokens: 1000,
      cache_creation_input_tokens: 200,
      cache_read_input_tokens: 300,
      output_tokens: 1,
    }
    const base = { id: `msg_${results}`, type: 'message', role: 'assistant', model, content: [] }
    const isCall = !('say' in move)
    const block = isCall
      ? { type: 'tool_use', id: `toolu_${results}`, name: callOf(move, tools).name, input: {} }
      : { type: 'text', text: '' }
    const delta = isCall
      ? { type: 'input_json_delta', partial_json: JSON.stringify(callOf(move, tools).input) }
      : { type: 'text_delta', text: move.say }
    return [
      { type: 'message_start', message: { ...base, stop_reason: null, stop_sequence: null, usage } },
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: isCall ? 'tool_use' : 'end_turn', stop_sequence: null },
        usage: { output_tokens: 50 },
      },
      { type: 'message_stop' },
    ]
  },
  error: (move) => ({
    type: 'error',
    error:
      'limited' in move
        ? { type: 'rate_limit_error', message: 'This request would exceed your rate limit.' }
        : move.fails === 401
          ? { type: 'authentication_error', message: 'invalid x-api-key' }
          : { type: 'api_error', message: 'Internal server error' },
  }),
}

/** Claude Code and opencode name their tools and the parts of a path differently. */
function callOf(move: Call, tools: string[]) {
  const named = (name: string) => tools.find((tool) => tool.toLowerCase() === name) ?? name
  if ('tool' in move) return { name: offered(tools, move.tool), input: move.input }
  if ('run' in move) return { name: named('bash'), input: { command: move.run, description: 'Run it' } }
  const { path, text } = move.write
  const name = named('write')
  return { name, input: { [name === 'Write' ? 'file_path' : 'filePath']: path, content: text } }
}
