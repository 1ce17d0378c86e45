import type { Telemetry } from './schema.ts'

/** Made of their stream's id and more: a secret that more stands around is no longer known for one. */
const WITH_STREAM = new Set(['task', 'run'])

/** A record with every name in it masked: a stream, a file, a task or a model may be called anything. */
export function masked<Record extends Telemetry>(record: Record, mask: (text: string) => string): Record {
  const stream = 'stream' in record ? record.stream : null
  const maskAt = (name: string, text: string): string =>
    stream && WITH_STREAM.has(name)
      ? text
          .split(stream)
          .map((part) => mask(part))
          .join(mask(stream))
      : mask(text)
  const fields = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'string' && name !== 'type' ? maskAt(name, value) : value,
  ])
  return Object.fromEntries(fields) as Record
}
