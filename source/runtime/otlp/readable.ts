import type { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { Resource } from '@opentelemetry/resources'
import { type Span, spanOf, traceOf, WHOLE } from '../../telemetry/otlp-spans.ts'
import type { Telemetry } from '../../telemetry/schema.ts'

type ReadableSpan = Parameters<OTLPTraceExporter['export']>[0][number]
type ReadableLog = Parameters<OTLPLogExporter['export']>[0][number]

/** What the library's exporters take, without an SDK that makes it: everything is known when it is over. */

/** One object: logs and spans are grouped by it. */
const SCOPE = { name: 'br-tui' }
const SAMPLED = 1

export function readableSpan(span: Span, resource: Resource): ReadableSpan {
  const { trace, id, parent, name, start, end, error, attributes, links } = span
  const context = (spanId: string) => ({ traceId: trace, spanId, traceFlags: SAMPLED })
  return {
    ...{ name, attributes, resource, instrumentationScope: SCOPE },
    // Internal, and of status: error, or not set.
    ...{ kind: 0, status: error === null ? { code: 0 } : { code: 2, message: error } },
    spanContext: () => context(id),
    ...(parent === null ? {} : { parentSpanContext: context(parent) }),
    ...{ startTime: timeOf(start), endTime: timeOf(end), duration: timeOf(end - start), ended: true },
    ...{ links: links.map((link) => ({ context: context(link) })), events: [] },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  }
}

const [INFO, WARN, ERROR] = [9, 13, 17] as const

export function readableLog(record: Telemetry, resource: Resource): ReadableLog {
  const { v: _, at, session, type, ...fields } = record
  const severity = severityOf(record)
  const said = 'event' in record ? `${type} ${record.event}` : type
  return {
    ...{ hrTime: timeOf(at), hrTimeObserved: timeOf(at), eventName: `br.${type}`, body: said },
    ...{
      severityNumber: severity,
      severityText: severity === ERROR ? 'ERROR' : severity === WARN ? 'WARN' : 'INFO',
    },
    spanContext: { traceId: traceOf(session), spanId: spanOf(session, WHOLE), traceFlags: SAMPLED },
    attributes: Object.fromEntries(
      Object.entries({ session, ...fields })
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => [`br.${name}`, value as string | number | boolean]),
    ),
    ...{ resource, instrumentationScope: SCOPE, droppedAttributesCount: 0 },
  }
}

function severityOf(record: Telemetry): 9 | 13 | 17 {
  if (record.type === 'error') return ERROR
  if (record.type !== 'finding') return INFO
  if (record.severity === 'error') return ERROR
  return record.severity === 'warning' ? WARN : INFO
}

/** Seconds and nanoseconds. */
const timeOf = (ms: number): [number, number] => {
  const seconds = Math.floor(ms / 1000)
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)]
}
