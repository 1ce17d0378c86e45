import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { type Problem, sentence } from '../../model/result.ts'
import { maskOwn } from '../worker/mask.ts'
import { type ToolContext, tools } from './tools.ts'

/** Serves the tools on standard input and output until the agent that started us ends the input. */
export async function serveMcp(context: ToolContext, version: string): Promise<void> {
  const server = new McpServer({ name: 'br-tui', version }, { jsonSchemaValidator: noValidator })
  for (const [name, { description, input, readOnly = false, run }] of Object.entries(tools)) {
    const annotations = { readOnlyHint: readOnly, destructiveHint: false, openWorldHint: false }
    server.registerTool(name, { description, inputSchema: input, annotations }, async (values) => {
      const answer = await run(values, context)
      return answer.ok ? text(answer.value) : { ...text(told(answer.error)), isError: true }
    })
  }
  const ended = new Promise((resolve) => {
    process.stdin.once('end', resolve)
    process.stdin.once('close', resolve)
  })
  await server.connect(new StdioServerTransport())
  await ended
  await server.close()
}

const text = (words: string) => ({ content: [{ type: 'text' as const, text: maskOwn(words) }] })

const told = (error: Problem): string => sentence(error)

/** For forms that a server lets a person fill in. We have none, and the library's own validator is 190 KB. */
const noValidator = {
  getValidator: () => () => {
    throw new Error('br-tui asks for no forms.')
  },
}
