import { expect, test } from 'vitest'
import { sarif } from '../../../source/checks/sarif.ts'
import type { Finding } from '../../../source/model/finding.ts'

const finding = (more: Partial<Finding> = {}): Finding => ({
  ...{ check: 'secrets', code: 'npm-token', severity: 'error', file: 'src/a b#.js', line: 3, column: 7 },
  ...{ excerpt: "token = 'npm_…(npm-token)'", mend: 'Take it out.' },
  ...more,
})

interface Sarif {
  version: string
  runs: {
    tool: { driver: { rules: { id: string }[] } }
    results: {
      ruleId: string
      ruleIndex: number
      level: string
      locations: { physicalLocation: { artifactLocation: { uri: string }; region?: object } }[]
    }[]
  }[]
}
const read = (findings: Finding[]) => sarif(findings, '1.2.3') as Sarif

test('each finding has its rule, level and place; names are addresses', () => {
  const { version, runs } = read([finding(), finding({ severity: 'info', code: 'jwt' }), finding()])
  const [run] = runs
  expect(version).toBe('2.1.0')
  expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['secrets/jwt', 'secrets/npm-token'])
  expect(run?.results.map(({ ruleIndex, level }) => [ruleIndex, level])).toEqual([
    [1, 'error'],
    [0, 'note'],
    [1, 'error'],
  ])
  expect(run?.results[0]?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'src/a%20b%23.js', uriBaseId: 'TOP' },
    region: { startLine: 3, startColumn: 7 },
  })
})

test('what is about a whole file or line has no place that is not there', () => {
  const places = read([finding({ line: 0, column: 0 }), finding({ column: 0 })]).runs[0]?.results.map(
    ({ locations }) => locations[0]?.physicalLocation.region,
  )
  expect(places).toEqual([undefined, { startLine: 3 }])
})

test('nothing found is a whole document too', () => {
  expect(read([]).runs[0]).toMatchObject({ results: [], tool: { driver: { rules: [] } } })
})
