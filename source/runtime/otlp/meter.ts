import type { Resource } from '@opentelemetry/resources'
import { MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { METRICS, Measure, MetricName } from '../../telemetry/otlp-measures.ts'

/** Read when something is sent: the library's own reader has a clock that would wake an idle host. */
class ReaderOnDemand extends MetricReader {
  protected async onShutdown() {}
  protected async onForceFlush() {}
}

/** Sums since this host began. */
export function openMeter(resource: Resource, metrics: typeof METRICS) {
  const reader = new ReaderOnDemand()
  const meter = new MeterProvider({ resource, readers: [reader] }).getMeter('br-tui')
  const takers = new Map<MetricName, (measure: Measure) => void>()
  for (const [name, { kind, unit, description, edges }] of Object.entries(metrics)) {
    const advice = edges ? { explicitBucketBoundaries: edges } : {}
    if (kind === 'counter') {
      const counter = meter.createCounter(name, { unit, description })
      takers.set(name as MetricName, ({ value, attributes }) => counter.add(value, attributes))
    } else {
      const histogram = meter.createHistogram(name, { unit, description, advice })
      takers.set(name as MetricName, ({ value, attributes }) => histogram.record(value, attributes))
    }
  }
  return {
    add: (measure: Measure) => takers.get(measure.metric)?.(measure),
    collect: async (): Promise<ResourceMetrics> => (await reader.collect()).resourceMetrics,
  }
}
