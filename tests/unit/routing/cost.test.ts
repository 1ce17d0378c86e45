import { expect, test } from 'vitest'
import { costText, dollars, sumCosts } from '../../../source/routing/cost.ts'

test('what is unknown stays so in a sum', () => {
  expect(sumCosts([1, null, 2])).toEqual({ usd: 3, atLeast: true })
  expect(sumCosts([1, 2])).toEqual({ usd: 3, atLeast: false })
  expect(sumCosts([])).toEqual({ usd: 0, atLeast: false })
})

test.each([
  [{ usd: 0, atLeast: true }, 'unknown'],
  [{ usd: 1.2, atLeast: true }, 'at least $1.20'],
  [{ usd: 1.2, atLeast: false }, '$1.20'],
  [{ usd: 0, atLeast: false }, '$0.00'],
])('%o reads %s', (cost, text) => expect(costText(cost)).toBe(text))

test.each([
  [1234.5, '$1234.50'],
  [0.05, '$0.0500'],
  [0.00001, 'less than $0.0001'],
  [-2, '-$2.00'],
])('%d dollars read %s', (usd, text) => expect(dollars(usd)).toBe(text))
