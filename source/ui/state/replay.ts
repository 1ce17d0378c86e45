import type { ReplayOrder } from '../../model/replay.ts'
import type { Action } from '../keys/action.ts'
import { done } from './reduced.ts'

const replaying = (name: string, order: ReplayOrder, summary: string, chords: string[]): Action => ({
  name,
  group: 'replay',
  summary,
  chords: { replay: chords },
  run: (ui) => done(ui, { type: 'replay', order }),
})

export const replayActions: Action[] = [
  replaying('replay-pause', 'play-or-pause', 'plays on, or holds it; at the end, from the start', ['space']),
  replaying('replay-forward', 'forward', 'to the next thing that happened', ['right']),
  replaying('replay-back', 'back', 'to the one before', ['left']),
  replaying('replay-faster', 'faster', 'twice as fast', ['up', '+']),
  replaying('replay-slower', 'slower', 'half as fast', ['down', '-']),
  replaying('replay-next-landing', 'next-landing', 'to the next checkpoint', [']']),
  replaying('replay-last-landing', 'last-landing', 'to the checkpoint before', ['[']),
  replaying('replay-start', 'start', 'to the beginning', ['0', 'backspace']),
]
