import { sentence } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { judgeLanding } from './judge-landing.ts'

/**
 * Puts the offered streams together by plumbing, in an order with the fewest conflicts, and judges the result. When
 * it is red, again one stream at a time: who turns it red is left out. Nothing is published here.
 */
export const composeLanding = (runtime: Runtime, number: number): Promise<void> =>
  runtime.inTurn('landing', async () => {
    const landing = runtime.session().landings.find((each) => each.number === number)
    if (landing?.state !== 'composing') return
    const judged = await judgeLanding(runtime, landing)
    const at = runtime.now()
    if (judged.ok) {
      const { checks: _, coverage: __, measured, ...value } = judged.value
      const coverage = measured ? { coverage: measured } : {}
      runtime.dispatch({ type: 'landing-judged', at, number, ...value, ...coverage })
    } else runtime.dispatch({ type: 'landing-failed', at, number, detail: sentence(judged.error) })
  })
