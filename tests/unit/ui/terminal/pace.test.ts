import { describe, expect, test } from 'vitest'
import { createPace } from '../../../../source/ui/terminal/pace.ts'

/** Frames as long as they may be, over a line that is so wide (characters a ms) and so long (ms there and back). */
function budgetAfter(frames: number, { wide, long }: { wide: number; long: number }): number {
  const pace = createPace()
  for (let frame = 0; frame < frames; frame += 1) {
    // Every third one is that of a key.
    const length = frame % 3 === 2 ? 80 : Math.min(pace.budget(), 9000)
    pace.took(length, long + length / wide)
  }
  return pace.budget()
}

describe('the length of a frame', () => {
  test('is whole where the line takes it at once', () => {
    expect(budgetAfter(50, { wide: 20_000, long: 0.5 })).toBeGreaterThan(9000)
  })

  test('is what a narrow line takes in some ms: a key waits no longer for it', () => {
    const budget = budgetAfter(50, { wide: 50, long: 1 })
    expect(budget / 50).toBeLessThan(20)
    expect(budget).toBeGreaterThanOrEqual(400)
  })

  test('is what a long way takes beside the way itself', () => {
    const budget = budgetAfter(80, { wide: 1000, long: 150 })
    expect(budget).toBeGreaterThan(3000)
    expect(budgetAfter(80, { wide: 50, long: 150 }) / 50).toBeLessThan(150)
  })

  test('grows again when the line does', () => {
    const pace = createPace()
    for (let frame = 0; frame < 20; frame += 1) pace.took(pace.budget(), pace.budget() / 50)
    expect(pace.budget()).toBeLessThan(1000)
    for (let frame = 0; frame < 40; frame += 1) pace.took(pace.budget(), 1)
    expect(pace.budget()).toBe(32_768)
  })
})
