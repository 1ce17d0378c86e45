import { forecastText } from '../../commands/forecast-text.ts'
import { progress } from '../../engine/progress.ts'
import { integrationBranch } from '../../engine/refs.ts'
import { waitsForPerson } from '../../engine/standstill.ts'
import type { Session } from '../../model/session.ts'
import { said } from './said.ts'

export interface HeadView {
  title: string
  slug: string
  /** The name of its file. */
  plan: string
  unit: 'day' | 'step'
  tasks: { done: number; total: number }
  position: number
  length: number
  forecast: string
  /** What a person is needed for, a line each. */
  waiting: string[]
  auto: boolean
  paused: boolean
  createdAt: number
  ended: { at: number; how: 'finished' | 'stopped' | 'needs-person'; detail: string } | null
  branch: string
}

export function headView(session: Session, at: number): HeadView {
  const { plan, slug, planFile, auto, paused, createdAt, ended } = session
  const { tasks, position, length } = progress(session)
  return {
    ...{
      title: said(plan.title),
      slug,
      plan: said(planFile.slice(planFile.lastIndexOf('/') + 1)),
      tasks,
      position,
      length,
    },
    unit: plan.unit === 'days' ? 'day' : 'step',
    forecast: said(forecastText(session, at), 1000),
    waiting: ended ? [] : waitsForPerson(session).map((line) => said(line)),
    ...{ auto: auto !== 'off', paused, createdAt, branch: integrationBranch(session) },
    ended: ended && { ...ended, detail: said(ended.detail) },
  }
}
