import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

/** OTLP as JSON, as its definition has it: ids in hex, times and integers as text; nothing that it does not know. */
const attributes = z.array(
  z.strictObject({
    key: z.string().min(1),
    value: z.union([
      z.strictObject({ stringValue: z.string() }),
      z.strictObject({ intValue: z.union([z.int(), z.string().regex(/^-?\d+$/)]) }),
      z.strictObject({ doubleValue: z.number() }),
      z.strictObject({ boolValue: z.boolean() }),
    ]),
  }),
)
const resource = z.object({ attributes }).loose()
const scope = z.object({ name: z.literal('br-tui') }).loose()
const nanos = z.string().regex(/^\d{1,19}$/)
const [traceId, spanId] = [z.string().regex(/^[\da-f]{32}$/), z.string().regex(/^[\da-f]{16}$/)]
const dropped = z.literal(0).optional()

const spanSchema = z.strictObject({
  ...{ traceId, spanId, parentSpanId: spanId.optional(), name: z.string().min(1), kind: z.literal(1) },
  ...{ startTimeUnixNano: nanos, endTimeUnixNano: nanos, attributes, flags: z.int().optional() },
  ...{
    traceState: z.string().optional(),
    events: z.tuple([]),
    links: z.array(z.object({ traceId, spanId }).loose()),
  },
  ...{ droppedAttributesCount: dropped, droppedEventsCount: dropped, droppedLinksCount: dropped },
  status: z.strictObject({ code: z.union([z.literal(0), z.literal(2)]), message: z.string().optional() }),
})
const logSchema = z.strictObject({
  ...{ timeUnixNano: nanos, observedTimeUnixNano: nanos, severityNumber: z.int().min(1).max(24) },
  ...{ severityText: z.string(), body: z.strictObject({ stringValue: z.string() }), eventName: z.string() },
  ...{ attributes, traceId, spanId, flags: z.int(), droppedAttributesCount: dropped },
})
const point = { attributes, startTimeUnixNano: nanos, timeUnixNano: nanos }
const metricSchema = z.strictObject({
  ...{ name: z.string(), unit: z.string(), description: z.string() },
  sum: z
    .strictObject({
      ...{ aggregationTemporality: z.literal(2), isMonotonic: z.literal(true) },
      dataPoints: z.array(
        z.strictObject({ ...point, asDouble: z.number().optional(), asInt: z.number().optional() }),
      ),
    })
    .optional(),
  histogram: z
    .strictObject({
      aggregationTemporality: z.literal(2),
      dataPoints: z.array(
        z.strictObject({
          ...{ ...point, count: z.int(), sum: z.number(), min: z.number(), max: z.number() },
          ...{ bucketCounts: z.array(z.int()), explicitBounds: z.array(z.number()) },
        }),
      ),
    })
    .optional(),
})
const requests = {
  '/v1/traces': z.strictObject({
    resourceSpans: z.array(
      z
        .object({
          resource,
          scopeSpans: z.array(z.object({ scope, spans: z.array(spanSchema).min(1) }).loose()),
        })
        .loose(),
    ),
  }),
  '/v1/logs': z.strictObject({
    resourceLogs: z.array(
      z
        .object({
          resource,
          scopeLogs: z.array(z.object({ scope, logRecords: z.array(logSchema).min(1) }).loose()),
        })
        .loose(),
    ),
  }),
  '/v1/metrics': z.strictObject({
    resourceMetrics: z.array(
      z
        .object({
          resource,
          scopeMetrics: z.array(z.object({ scope, metrics: z.array(metricSchema).min(1) }).loose()),
        })
        .loose(),
    ),
  }),
}

/** A receiver on loopback that takes nothing which is not as it should be. */
export async function openReceiver() {
  const spans: z.infer<typeof spanSchema>[] = []
  const logs: z.infer<typeof logSchema>[] = []
  let metrics: z.infer<typeof metricSchema>[] = []
  const faults: string[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString('utf8'))
      const path = request.url as keyof typeof requests
      const parsed = requests[path]?.safeParse(body)
      if (
        request.method !== 'POST' ||
        request.headers['content-type'] !== 'application/json' ||
        !parsed?.success
      )
        faults.push(`${request.method} ${path}: ${parsed?.error ? z.prettifyError(parsed.error) : 'unknown'}`)
      else if (path === '/v1/traces')
        spans.push(
          ...requests[path]
            .parse(body)
            .resourceSpans.flatMap((each) => each.scopeSpans.flatMap((of) => of.spans as never)),
        )
      else if (path === '/v1/logs')
        logs.push(
          ...requests[path]
            .parse(body)
            .resourceLogs.flatMap((each) => each.scopeLogs.flatMap((of) => of.logRecords as never)),
        )
      // Sums since the beginning: the last ones hold those before.
      else
        metrics = requests[path]
          .parse(body)
          .resourceMetrics.flatMap((each) => each.scopeMetrics.flatMap((of) => of.metrics as never))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { endpoint, spans, logs, faults, metrics: () => metrics }
}

/** Of the attribute of that name. */
export const value = (of: z.infer<typeof attributes>, name: string) =>
  Object.values(of.find(({ key }) => key === name)?.value ?? {})[0]
