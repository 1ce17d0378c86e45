import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { METRICS } from '../../telemetry/otlp-measures.ts'
import { openMeter } from './meter.ts'
import type { Signals } from './otlp.ts'
import { readableLog, readableSpan } from './readable.ts'

export interface Sender {
  /** Resolves when all is sent, or was tried for five seconds; rejects when nothing arrived. */
  send: (signals: Signals) => Promise<void>
  close: () => Promise<void>
}

/** With its own tries, for that long. ms */
const TIMEOUT = 5000

interface Exporter<Items> {
  export: (items: Items, done: (result: { code: number; error?: Error }) => void) => void
  shutdown: () => Promise<void>
}

/**
 * OTLP over HTTP, as JSON. Headers, compression and certificates are what the library reads from OTEL_EXPORTER_OTLP_…
 * itself. Spans and logs are handed over ready made: of its SDK only the sums of metrics are needed.
 */
export function openSender(endpoint: string, env: NodeJS.ProcessEnv): Sender {
  const to = (signal: 'traces' | 'metrics' | 'logs') => ({
    url: env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`] ?? under(endpoint, `v1/${signal}`),
    timeoutMillis: TIMEOUT,
    // Nothing stays open between two requests.
    httpAgentOptions: { keepAlive: false },
  })
  const resource = resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME || 'br-tui' })
  const traces = new OTLPTraceExporter(to('traces'))
  const logs = new OTLPLogExporter(to('logs'))
  const metrics = new OTLPMetricExporter(to('metrics'))
  const meter = openMeter(resource, METRICS)

  return {
    send: async ({ spans, measures, logs: records }) => {
      for (const measure of measures) meter.add(measure)
      await Promise.all([
        ...(spans.length > 0
          ? [
              exported(
                traces,
                spans.map((span) => readableSpan(span, resource)),
              ),
            ]
          : []),
        ...(records.length > 0
          ? [
              exported(
                logs,
                records.map((each) => readableLog(each, resource)),
              ),
            ]
          : []),
        ...(measures.length > 0 ? [exported(metrics, await meter.collect())] : []),
      ])
    },
    close: async () => {
      await Promise.allSettled([traces.shutdown(), logs.shutdown(), metrics.shutdown()])
    },
  }
}

const exported = <Items>(exporter: Exporter<Items>, items: Items): Promise<void> =>
  new Promise((resolve, reject) => {
    exporter.export(items, ({ code, error }) => (code === 0 ? resolve() : reject(error)))
  })

/** A token behind the address stays there. */
function under(endpoint: string, path: string): string {
  const url = new URL(endpoint)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`
  return url.href
}
