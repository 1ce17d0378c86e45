import { openPerson } from '../person.ts'

/**
 * Where figures are sent to; null: nowhere, and no socket is opened for them. Of the environment or of the person's own
 * settings alone: a repository cannot have anything sent.
 */
export function otlpEndpoint(env: NodeJS.ProcessEnv): string | null {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null
  if (env.OTEL_EXPORTER_OTLP_ENDPOINT) return webAddress(env.OTEL_EXPORTER_OTLP_ENDPOINT)
  const person = openPerson(env)
  return person.ok && person.value.otlp ? webAddress(person.value.otlp) : null
}

const webAddress = (text: string): string | null =>
  /^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text : null

/** As it may be shown: a name and a password in it, or a token behind it, are nobody's business. */
export function shownEndpoint(endpoint: string): string {
  const { origin, pathname } = new URL(endpoint)
  return `${origin}${pathname === '/' ? '' : pathname}`
}
