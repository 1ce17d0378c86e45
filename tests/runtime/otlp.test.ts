import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Event } from '../../source/model/event.ts'
import { otlpEndpoint, shownEndpoint } from '../../source/runtime/otlp/endpoint.ts'
import { type Otlp, openOtlp } from '../../source/runtime/otlp/otlp.ts'
import type { Sender } from '../../source/runtime/otlp/sender.ts'
import { openTelemetry } from '../../source/runtime/telemetry-file.ts'
import { createMasker } from '../../source/runtime/worker/mask.ts'
import { spanOf, traceOf, WHOLE } from '../../source/telemetry/otlp-spans.ts'
import { doBatch, openPlan } from '../helpers/host.ts'
import { leaksIn } from '../helpers/leaks.ts'
import { openReceiver, value } from '../helpers/otlp-receiver.ts'
import { freshPath } from '../helpers/repo.ts'
import { createPick, tokenKinds } from '../helpers/secrets.ts'
import {
  advanced,
  ended,
  exit,
  judged,
  landing,
  later,
  leftOut,
  prepared,
  published,
  requested,
  type Step,
  sessionOf,
  spends,
  started,
} from '../helpers/session.ts'

const plan = '# A plan\n\n## Phase 1\n\n### Stream A: Alpha (1 day)\n\n- [ ] a task\n'
const begun = sessionOf([{ alpha: {} }])
const FINDING = { check: 'secrets', code: 'a-code', severity: 'error', line: 1, message: 'm' }
const tokens = { in: 100, out: 20, cacheRead: 50, cacheWrite: 10 }
const reported =
  (at: number): Step =>
  (session) => {
    const attempt = session.streams.alpha?.batches[0]?.attempts[0]
    const report = {
      at,
      agent: 'claude',
      session: 's',
      run: attempt?.run ?? '',
      stream: 'alpha',
      batch: 'batch_1',
    }
    const event = { type: 'usage-reported', at, elsewhere: { usd: 0, atLeast: false } } as const
    return { ...event, report: { ...report, tokens, usd: 0.5, model: 'a-model', rates: null } }
  }

/** From its first batch to its merge. */
const whole = (): Event[] => [
  { type: 'session-opened', at: 1000, session: begun },
  ...advanced(
    begun,
    ...[prepared('alpha'), later(2000, requested('alpha')), later(3000, started('alpha')), reported(60_000)],
    ...[later(63_000, exit('alpha')), later(65_000, ended('alpha', 'done'))],
    ...[later(70_000, landing('merge')), later(90_000, judged({})), later(91_000, published)],
  ).events,
]

const { mask } = createMasker([])

async function sent(to: string | Otlp, events: Event[]): Promise<void> {
  const otlp = typeof to === 'string' ? openOtlp(to, mask) : to
  const telemetry = openTelemetry(freshPath('telemetry'), null, mask, otlp.take)
  telemetry.heard(events)
  await telemetry.close()
  await otlp.close()
}

describe('a receiver', () => {
  test('gets a session as one trace: phase, stream, batch, and in it the agent and the gate', async () => {
    const receiver = await openReceiver()
    await sent(receiver.endpoint, whole())
    expect(receiver.faults).toEqual([])
    const { spans } = receiver
    const nameOf = new Map(spans.map((span) => [span.spanId, span.name]))
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceOf('one')]))
    expect(
      Object.fromEntries(
        spans.map(({ name, parentSpanId }) => [name, nameOf.get(parentSpanId ?? '') ?? null]),
      ),
    ).toEqual({
      session: null,
      'phase 0': 'session',
      'stream alpha': 'phase 0',
      'batch batch_1': 'stream alpha',
      'invoke_agent cmd': 'batch batch_1',
      gate: 'batch batch_1',
      merge: 'phase 0',
    })
    const agent = spans.find(({ name }) => name === 'invoke_agent cmd')
    expect([agent?.startTimeUnixNano, agent?.endTimeUnixNano]).toEqual(['3000000000', '63000000000'])
    expect(value(agent?.attributes ?? [], 'gen_ai.usage.input_tokens')).toBe(160)
    expect(value(agent?.attributes ?? [], 'gen_ai.usage.output_tokens')).toBe(20)
    const merge = spans.find(({ name }) => name === 'merge')
    expect(merge?.links.map((link) => nameOf.get(link.spanId))).toEqual(['batch batch_1'])
  })

  test('gets what the agents used and cost, and what became of the work', async () => {
    const receiver = await openReceiver()
    await sent(receiver.endpoint, whole())
    expect(receiver.faults).toEqual([])
    const found = new Map(receiver.metrics().map((metric) => [metric.name, metric]))
    const used = found.get('gen_ai.client.token.usage')?.histogram?.dataPoints ?? []
    expect(
      Object.fromEntries(used.map((each) => [value(each.attributes, 'gen_ai.token.type'), each.sum])),
    ).toEqual({
      input: 160,
      output: 20,
    })
    expect(found.get('gen_ai.client.operation.duration')?.histogram?.dataPoints[0]?.sum).toBe(60)
    expect(found.get('br.cost')?.sum?.dataPoints[0]?.asDouble).toBe(0.5)
    expect(
      found.get('br.batches')?.sum?.dataPoints.map((each) => value(each.attributes, 'br.ending')),
    ).toEqual(['done'])
  })

  test('gets every record as a log of that trace; names of files are hashed', async () => {
    const receiver = await openReceiver()
    const findings = [{ ...FINDING, file: 'core/secret-plans.py' }]
    const steps = advanced(
      begun,
      prepared('alpha'),
      requested('alpha'),
      started('alpha'),
      exit('alpha'),
      (now) => ({
        ...(ended('alpha', 'done') as (session: typeof now) => Event)(now),
        findings: findings as never,
      }),
    )
    await sent(receiver.endpoint, [{ type: 'session-opened', at: 1, session: begun }, ...steps.events])
    expect(receiver.faults).toEqual([])
    expect(
      receiver.logs.every((log) => log.traceId === traceOf('one') && log.spanId === spanOf('one', WHOLE)),
    ).toBe(true)
    const finding = receiver.logs.find(({ eventName }) => eventName === 'br.finding')
    expect(finding?.severityText).toBe('ERROR')
    expect(value(finding?.attributes ?? [], 'br.file')).toMatch(/^[\da-f]{12}$/)
    expect(JSON.stringify(receiver.logs)).not.toContain('plans.py')
  })

  test('that never answers keeps nobody from leaving', async () => {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    await sent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, whole())
  })

  test('that is not there is no trouble', async () => {
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise((resolve) => gone.close(resolve))
    await sent(`http://127.0.0.1:${port}`, whole())
  })

  test('is shown no secret of any kind, whatever is called by it', async () => {
    const given: string[] = []
    const keep: Sender = {
      send: async (signals) => {
        given.push(JSON.stringify(signals))
      },
      close: async () => {},
    }
    const secrets = tokenKinds.map(({ make }, seed) => make(createPick(seed)))
    for (const text of secrets) {
      const opened = sessionOf([{ [text]: {} }])
      const { events } = advanced(
        opened,
        ...[prepared(text), requested(text), started(text), spends(text, 1, undefined, text), exit(text)],
        ...[ended(text, 'done', { detail: text }), landing('merge')],
        ...[judged({ leftOut: [leftOut(text)] }), published],
      )
      const otlp = openOtlp('http://127.0.0.1:1', mask, async () => keep)
      await sent(otlp, [{ type: 'session-opened', at: 1, session: opened }, ...events])
    }
    expect(given).toHaveLength(secrets.length)
    expect(leaksIn(given.join('\n'), secrets)).toEqual([])
  })
})

test('a host sends what happens to the endpoint that is set', async () => {
  const receiver = await openReceiver()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.endpoint)
  onTestFinished(() => void vi.unstubAllEnvs())
  const rig = await openPlan(plan)
  await doBatch(rig, 'alpha', { 'alpha.js': 'a\n' })
  await rig.dropHost()
  expect(receiver.faults).toEqual([])
  expect(receiver.spans.map(({ name }) => name)).toContain('gate')
  expect(receiver.metrics().map(({ name }) => name)).toContain('br.batches')
  expect(receiver.logs.map(({ eventName }) => eventName)).toContain('br.batch')
})

describe('the endpoint', () => {
  const home = () => ({ BR_HOME: freshPath('home') })

  test.each([
    [{}, null],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, null],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, 'http://localhost:4318'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' }, null],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'file:///etc' }, null],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', OTEL_SDK_DISABLED: 'true' }, null],
  ])('with %j is %j', (env, endpoint) => {
    expect(otlpEndpoint({ ...home(), ...env })).toBe(endpoint)
  })

  test("is that of the person's settings otherwise", () => {
    const env = home()
    mkdirSync(join(env.BR_HOME, 'config'), { recursive: true })
    writeFileSync(join(env.BR_HOME, 'config/config.json'), '{"otlp":"https://collector.example"}')
    expect(otlpEndpoint(env)).toBe('https://collector.example')
  })

  test("is shown without what is nobody's business", () => {
    expect(shownEndpoint('https://ada:word@collector.example/otlp?token=x')).toBe(
      'https://collector.example/otlp',
    )
  })
})
