import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Reduced, Ui, UiEffect } from './ui.ts'

export const done = (ui: Ui, ...effects: UiEffect[]): Reduced => ({ ui, effects })

export const flashed = (ui: Ui, flash: string): Reduced => done({ ...ui, flash })

/** The pane as commands name it: null is the orchestrator. */
export const streamOf = (pane: string): string | null => (pane === ORCHESTRATOR ? null : pane)
