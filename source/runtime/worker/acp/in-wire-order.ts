import type { AnyMessage, Stream } from '@agentclientprotocol/sdk'

/**
 * Takes the agent's updates off the wire in the order they came, before the library sees them: it hands messages to
 * their handlers side by side, so that a later one may be handled first, and the end of a turn before its last words.
 */
export function inWireOrder(
  stream: Stream,
  onUpdate: (params: unknown) => void,
  /** Answers to our requests as they come: the library leaves out what it does not know. */
  onResult: (result: unknown) => void,
): Stream {
  const updates = new TransformStream<AnyMessage, AnyMessage>({
    transform: (message, controller) => {
      if ('method' in message && message.method === 'session/update') onUpdate(message.params)
      else {
        if ('result' in message) onResult(message.result)
        controller.enqueue(message)
      }
    },
  })
  return { writable: stream.writable, readable: stream.readable.pipeThrough(updates) }
}
