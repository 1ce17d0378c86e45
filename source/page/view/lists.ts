import { watches } from '../../engine/alerts/index.ts'
import { shownAlerts } from '../../engine/alerts/next-alerts.ts'
import { openFindings } from '../../engine/open-findings.ts'
import { findingLine } from '../../model/finding.ts'
import type { Session } from '../../model/session.ts'
import type { AlertView, DecisionView, FindingView } from './page-view.ts'
import { said } from './said.ts'

/** More of them than anybody reads at once; the newest, or the gravest, are kept. */
const MOST = 200

export const alertViews = (session: Session, at: number): AlertView[] =>
  shownAlerts(session, at).map(({ id, name, level, text, since }) => ({
    ...{ id: said(id), level, text: said(text), since },
    mend: watches.find((watch) => watch.name === name)?.mend ?? '',
  }))

export const decisionViews = ({ decisions }: Session): DecisionView[] =>
  decisions
    .slice(-MOST)
    .map(({ at, by, text }) => ({ at, by: said(by, 80), text: said(text, 1000) }))
    .reverse()

const GRAVE = ['error', 'warning', 'info']

export const findingViews = (session: Session): FindingView[] =>
  openFindings(session)
    .map(({ stream, finding }) => ({
      ...{ stream, severity: finding.severity },
      ...{ text: said(findingLine(finding)), mend: said(finding.mend) },
    }))
    .sort((a, b) => GRAVE.indexOf(a.severity) - GRAVE.indexOf(b.severity))
    .slice(0, MOST)
