import type { Action } from '../keys/action.ts'
import { done, flashed } from './reduced.ts'
import type { PlanOffer, Reduced, Ui } from './ui.ts'

const choose: Action = {
  name: 'open-plan',
  group: 'panes',
  summary: 'opens the plan that is picked',
  chords: { chooser: ['enter'] },
  run: (ui) => {
    const offer = ui.overlay?.kind === 'chooser' ? ui.overlay.offers[ui.overlay.at] : undefined
    if (!offer) return done(ui)
    if (!offer.canRun)
      return flashed(ui, `${offer.file} cannot run as it is: br-tui plan ${offer.file} says why.`)
    return done(
      { ...ui, overlay: null, flash: `Opening ${offer.file} …` },
      { type: 'open-plan', file: offer.file },
    )
  },
}

export const offered = (ui: Ui, offers: PlanOffer[]): Reduced =>
  done({ ...ui, overlay: { kind: 'chooser', offers, at: 0 } })

export const chooserActions: Action[] = [choose]
