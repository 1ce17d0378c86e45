import { type ClientContext, methods, type NewSessionResponse } from '@agentclientprotocol/sdk'
import { oneLine } from '../plain-text.ts'

export interface SetModel {
  /** The one that came back; null: the agent does not say. */
  model: string | null
  /** What it said no to, in the order it was asked. */
  refused: string[]
}

type Options = NonNullable<NewSessionResponse['configOptions']>

/**
 * Asks for models in turn until the agent takes one. An agent that offers no choice of models is left as it is: where
 * it reads a variable, that was set already. An agent may take a name and mean another: what it says then counts.
 */
export async function setModel(
  agent: ClientContext,
  { sessionId, configOptions }: Pick<NewSessionResponse, 'sessionId' | 'configOptions'>,
  models: string[],
): Promise<SetModel> {
  const option = modelOption(configOptions ?? [])
  if (option === null) return { model: null, refused: [] }
  const refused: string[] = []
  for (const model of models) {
    if (option.currentValue === model) return { model, refused }
    try {
      const { configOptions: now } = await agent.request(methods.agent.session.setConfigOption, {
        sessionId,
        configId: option.id,
        value: model,
      })
      return { model: oneLine(modelOption(now)?.currentValue ?? model, 120), refused }
    } catch {
      refused.push(model)
    }
  }
  return { model: oneLine(option.currentValue, 120), refused }
}

function modelOption(options: Options): { id: string; currentValue: string } | null {
  const found = options.find(({ type, category, id }) => type === 'select' && (category ?? id) === 'model')
  return found?.type === 'select' ? found : null
}
