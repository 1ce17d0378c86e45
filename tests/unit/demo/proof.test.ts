import { expect, test } from 'vitest'
import { samplePlan } from '../../../source/demo/plan.ts'
import { proof } from '../../../source/demo/proof.ts'
import { NOTHING_DETECTED } from '../../../source/engine/detect.ts'
import { newSession } from '../../../source/engine/new-session.ts'
import { resolveSettings } from '../../../source/engine/settings.ts'
import type { Landing, Session } from '../../../source/model/session.ts'
import { readPlan } from '../../../source/plan/read-plan.ts'

const commit = 'a'.repeat(40)
const aftermath = { integration: commit, tree: 'tree', decisionsPage: '', checkoutUntouched: true }

function begun(): Session {
  const { plan } = readPlan(samplePlan(), { file: 'PLAN.md' })
  const detected = NOTHING_DETECTED
  const settings = resolveSettings({ plan, config: {}, person: {}, overrides: {}, detected, cores: 4 })
  const repo = { root: '/repo', branch: 'main', base: commit, signs: false }
  const names = { id: 's', slug: 'pocket-text', planFile: 'PLAN.md', auto: 'on' as const }
  return newSession({ ...names, at: 0, plan, settings, repo, integration: commit })
}

/** A conflict that left `tables` out, and the batch that followed: with a worker, or gone by itself. */
function afterConflict(worker: { pid: number; startTime: string; socket: string } | null): Session {
  const session = begun()
  const tables = session.streams.tables
  const [batch] = tables?.batches ?? []
  if (!tables || !batch) throw new Error('The plan has no tables.')
  const landing = {
    ...{
      number: 1,
      kind: 'checkpoint',
      group: 1,
      state: 'published',
      requestedAt: 0,
      endedAt: 1,
      base: commit,
    },
    ...{
      offered: [],
      members: [],
      commit,
      tag: null,
      decisions: 0,
      verdict: null,
      detail: '',
      answered: false,
      gates: [],
    },
    leftOut: [
      { stream: 'tables', reason: 'conflict', files: ['src/index.js'], against: [], tests: [], log: '' },
    ],
  } satisfies Landing
  const attempt = {
    ...{
      run: 'r',
      agent: 'scripted',
      requestedAt: 0,
      startedAt: 1,
      endedAt: 2,
      worker,
      base: commit,
      told: 0,
    },
    ...{
      completed: [],
      note: '',
      waits: null,
      questions: [],
      listens: false,
      asks: null,
      answered: null,
      silent: null,
      agentSession: null,
      cancelled: false,
      routed: null,
      ran: null,
      overBudget: null,
      exitedAt: null,
      head: commit,
      files: [],
      judging: null,
    },
    ending: { kind: 'done' as const, exit: 0, signal: null, detail: '' },
  }
  const mending = { ...batch, id: 'batch_3', kind: 'conflict' as const, landedIn: 2, attempts: [attempt] }
  const streams = { ...session.streams, tables: { ...tables, batches: [...tables.batches, mending] } }
  return { ...session, streams, landings: [landing] }
}

const isTrue = (session: Session, about: RegExp) =>
  proof(session, aftermath).find(({ text }) => about.test(text))?.isTrue

test('a session that has only begun proves nothing but an untouched checkout', () => {
  const claims = proof(begun(), aftermath)
  expect(claims.filter((claim) => claim.isTrue).map(({ text }) => text)).toEqual([
    'your checkout is as it was',
  ])
})

test('a conflict counts as resolved when a worker resolved it, not when it went away by itself', () => {
  expect(isTrue(afterConflict({ pid: 1, startTime: '1', socket: '/s' }), /conflict/)).toBe(true)
  expect(isTrue(afterConflict(null), /conflict/)).toBe(false)
})

test('a page of decisions that lacks the shared one is no proof of it', () => {
  const session = begun()
  const [text = ''] = /(?<=decide ").*(?=")/.exec(samplePlan()) ?? []
  const decided = { ...session, decisions: [{ at: 0, by: 'titles', text }] }
  expect(isTrue(decided, /decision/)).toBe(false)
  const page = { ...aftermath, decisionsPage: `- titles: ${text}` }
  expect(proof(decided, page).find((claim) => claim.text.includes('decision'))?.isTrue).toBe(true)
})
