import { describe, expect, test } from 'vitest'
import { typeCommand } from '../../../source/commands/type-command.ts'
import type { Alert } from '../../../source/model/alert.ts'
import { readySession, sessionAfter } from '../../helpers/session.ts'

const NOW = 10 * 3_600_000
const alert = (id: string, level: Alert['level'] = 'warning'): Alert => ({
  ...{ id, name: 'budget', level, about: 'orchestrator', value: 0.8, text: `${id} is up.` },
  ...{ since: NOW - 240_000, raisedAt: NOW - 240_000, dismissed: null },
})

const type = (text: string, alerts: Alert[], fromWorker = false) => {
  const session = { ...readySession([{ a: {}, b: {} }]), alerts }
  const outcome = typeCommand(session, { text, focus: null, at: NOW, by: 'you', fromWorker })
  const after = outcome.events.length > 0 ? sessionAfter(session, ...outcome.events) : session
  return { events: outcome.events, said: outcome.answer(after)?.text, alerts: after.alerts }
}

describe('alerts', () => {
  test('says what is up, since when and what to do, the urgent ones first', () => {
    const { said = '' } = type('alerts', [alert('budget'), alert('silence:a', 'urgent')])
    expect(said.split('\n')[0]).toMatch(/^urgent silence:a, 4 min old: silence:a is up\. /)
    expect(said).toContain("'budget session USD'")
    expect(type('what is wrong', []).said).toBe('Nothing has passed its limit.')
  })

  test('says as well what is out of sight, and for how long', () => {
    const away = { ...alert('budget'), dismissed: { at: NOW, until: NOW + 7_200_000 } }
    expect(type('alerts', [away]).said).toBe('Dismissed: budget for 2 h more.')
  })
})

describe('dismiss', () => {
  test.each([
    ['dismiss budget', null],
    ['dismiss budget --for 2h', NOW + 7_200_000],
    ['dismiss budget for 30 min', NOW + 1_800_000],
    ['Dismiss budget --for 1 day.', NOW + 86_400_000],
  ])('%s', (text, until) => {
    const { events, alerts } = type(text, [alert('budget')])
    expect(events).toEqual([{ type: 'alert-dismissed', at: NOW, id: 'budget', until, by: 'you' }])
    expect(alerts[0]?.dismissed).toEqual({ at: NOW, until })
  })

  test('all', () => {
    const { alerts } = type('dismiss all', [alert('budget'), alert('silence:a')])
    expect(alerts.every(({ dismissed }) => dismissed !== null)).toBe(true)
  })

  test('changes nothing when it is not understood, and says what there is', () => {
    expect(type('dismiss x', [alert('budget')])).toMatchObject({
      events: [],
      said: expect.stringContaining('budget'),
    })
    expect(type('dismiss', [alert('budget')])).toMatchObject({
      events: [],
      said: expect.stringContaining('--for 2h'),
    })
    expect(type('dismiss budget --for ever', [alert('budget')]).events).toEqual([])
    expect(type('dismiss budget', []).said).toBe('There is no alert.')
  })

  test('is for a person to say', () => {
    expect(type('dismiss budget', [alert('budget')], true).events).toEqual([])
  })
})
