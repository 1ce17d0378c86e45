import { type Call, type Dialect, offered } from './move.ts'

interface Body {
  model: string
  input: { type: string; role?: string; content?: { text?: string }[]; tools?: Tool[] }[]
  tools?: Tool[]
}
/** Newer models have their tools in groups, and among what is said. */
interface Tool {
  type: string
  name?: string
  tools?: Tool[]
}

/** The Responses API. */
export const openai: Dialect = {
  path: /\/responses$/,
  read: (body) => {
    const { model, input, tools = [] } = body as Body
    return {
      model,
      text: input
        .flatMap(({ role, content = [] }) => (role === 'user' ? content.map(({ text = '' }) => text) : []))
        .join('\n'),
      results: input.filter(({ type }) => type.endsWith('_call_output')).length,
      tools: [...tools, ...input.flatMap((each) => each.tools ?? [])].flatMap(toolNames),
    }
  },
  events: (move, { model, tools, results }) => {
    const item = 'say' in move ? message(move.say, results) : call(move, tools, results)
    const response = { id: `resp_${results}`, object: 'response', created_at: 0, model }
    const usage = {
      input_tokens: 1500,
      input_tokens_details: { cached_tokens: 300 },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 10 },
      total_tokens: 1550,
    }
    return [
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { ...response, status: 'completed', output: [item], usage } },
    ]
  },
  error: (move) => ({
    error:
      'limited' in move
        ? {
            type: 'usage_limit_reached',
            message: 'The usage limit has been reached',
            plan_type: 'pro',
            resets_at: Math.floor(Date.now() / 1000) + move.limited,
          }
        : move.fails === 401
          ? { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' }
          : { type: 'server_error', code: null, message: 'The server had an error.' },
  }),
}

const toolNames = ({ name, type, tools }: Tool): string[] => tools?.flatMap(toolNames) ?? [name ?? type]

const message = (text: string, number: number) => ({
  type: 'message',
  id: `msg_${number}`,
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
})

/** Codex gives its newer models one tool that runs JavaScript, in which the others are functions. */
function call(move: Call, tools: string[], number: number) {
  const ids = { call_id: `call_${number}`, status: 'completed' }
  if (tools.includes('exec')) {
    const input = `text(await tools[${nameInScript(move)}](${JSON.stringify(argumentOf(move))}))`
    return { type: 'custom_tool_call', id: `ct_${number}`, ...ids, name: 'exec', input }
  }
  if ('write' in move)
    return {
      type: 'custom_tool_call',
      id: `ct_${number}`,
      ...ids,
      name: 'apply_patch',
      input: argumentOf(move),
    }
  const name = 'run' in move ? 'exec_command' : offered(tools, move.tool)
  const args = JSON.stringify(argumentOf(move))
  return { type: 'function_call', id: `fc_${number}`, ...ids, name, arguments: args }
}

/** Tools of others are listed nowhere but in the script's own world. */
function nameInScript(move: Call): string {
  if ('tool' in move) return `ALL_TOOLS.find(({ name }) => name.endsWith('_${move.tool}')).name`
  return 'run' in move ? "'exec_command'" : "'apply_patch'"
}

function argumentOf(move: Call): object | string {
  if ('tool' in move) return move.input
  if ('run' in move) return { cmd: move.run }
  const lines = move.write.text.replace(/\n$/, '').split('\n')
  return [
    '*** Begin Patch',
    `*** Add File: ${move.write.path}`,
    ...lines.map((line) => `+${line}`),
    '*** End Patch',
  ].join('\n')
}
