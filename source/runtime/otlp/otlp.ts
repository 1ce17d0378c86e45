import { randomUUID } from 'node:crypto'
import { forExport } from '../../telemetry/export.ts'
import { type Measure, measuresOf } from '../../telemetry/otlp-measures.ts'
import { type Span, spansOf } from '../../telemetry/otlp-spans.ts'
import type { Telemetry } from '../../telemetry/schema.ts'
import type { Step } from '../telemetry-file.ts'
import { within } from '../within.ts'
import type { Sender } from './sender.ts'

export interface Otlp {
  take: (steps: readonly Step[]) => void
  /** Sends what is left, for no longer than two seconds. */
  close: () => Promise<void>
}

export interface Signals {
  spans: Span[]
  measures: Measure[]
  logs: Telemetry[]
}

/** Many go into one request. ms */
const SOON = 5000
/** Of each kind: more than that nobody takes in time, so the oldest go. */
const MOST = 4096
/** Nobody who leaves waits longer for an endpoint that does not answer. ms */
const AT_END = 2000

export const noOtlp: Otlp = { take: () => {}, close: async () => {} }

/** `endpoint`: its base, such as http://localhost:4318. What sends is loaded with the first that there is to send. */
export function openOtlp(
  endpoint: string,
  mask: (text: string) => string,
  load: (endpoint: string) => Promise<Sender> = loadSender,
): Otlp {
  const salt = randomUUID()
  let sender: Promise<Sender> | undefined
  let waiting: Signals = { spans: [], measures: [], logs: [] }
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> = Promise.resolve()

  const send = async () => {
    clearTimeout(timer)
    timer = undefined
    const signals = waiting
    waiting = { spans: [], measures: [], logs: [] }
    if (signals.logs.length + signals.spans.length + signals.measures.length === 0) return
    sender ??= load(endpoint)
    await (await sender).send(signals)
  }
  // One at a time; what comes meanwhile waits, bounded. What cannot be sent is on this machine all the same.
  const sendNext = () => {
    sending = sending.then(send).catch(() => {})
    return sending
  }

  return {
    take: (steps) => {
      for (const { before, event, after, records } of steps) {
        waiting.spans.push(...spansOf(before, event, after).map((span) => maskedSpan(span, mask)))
        waiting.measures.push(
          ...measuresOf(before, event, after, records).map((measure) => ({
            ...measure,
            attributes: maskedTexts(measure.attributes, mask),
          })),
        )
        waiting.logs.push(...records.map((record) => forExport(record, salt)))
      }
      for (const kind of [waiting.spans, waiting.measures, waiting.logs])
        kind.splice(0, Math.max(0, kind.length - MOST))
      timer ??= setTimeout(() => void sendNext(), SOON).unref()
    },
    close: () =>
      within(
        AT_END,
        sendNext().then(async () => (await sender)?.close()),
      ),
  }
}

/** A part of the program of its own: nobody who has no endpoint reads it. */
const loadSender = async (endpoint: string): Promise<Sender> =>
  (await import('./sender.ts')).openSender(endpoint, process.env)

const maskedSpan = (span: Span, mask: (text: string) => string): Span => ({
  ...span,
  name: mask(span.name),
  attributes: maskedTexts(span.attributes, mask),
})

const maskedTexts = <Value>(texts: Record<string, Value>, mask: (text: string) => string) =>
  Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, typeof value === 'string' ? mask(value) : value]),
  ) as Record<string, Value>
