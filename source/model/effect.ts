import type { Alert } from './alert.ts'
import type { PermissionAnswer, WorkerRef } from './session.ts'

/** What is to be done, in the imperative. The host runs them after the db holds the event that caused them. */
export type Effect =
  | { type: 'prepare-stream'; stream: string }
  | { type: 'sync-stream'; stream: string }
  | { type: 'publish-stream'; stream: string }
  | { type: 'abort-conflict'; stream: string; batch: string }
  | { type: 'start-attempt'; stream: string; batch: string; run: string }
  | { type: 'adopt-attempt'; stream: string; batch: string; run: string; worker: WorkerRef }
  | { type: 'end-attempt'; stream: string; batch: string; run: string }
  | { type: 'hand-in-attempt'; stream: string; batch: string; run: string }
  | { type: 'hold-attempt'; run: string; hold: boolean }
  | { type: 'answer-attempt'; run: string; answer: PermissionAnswer }
  | { type: 'tell-attempt'; run: string; text: string }
  | { type: 'judge-attempt'; stream: string; batch: string; run: string; rewrite: boolean }
  | { type: 'compose-landing'; number: number }
  | { type: 'publish-landing'; number: number }
  | { type: 'bring-back'; stream: string }
  | { type: 'await-halt'; agent: string; until: number }
  | { type: 'share-decisions' }
  | { type: 'write-alert'; alert: Alert; state: 'raised' | 'cleared' | 'dismissed' }
  | { type: 'record-spent' }
  | { type: 'log-prediction'; stream: string; batch: string; run: string; outcome: string }
  | { type: 'stop-session' }
