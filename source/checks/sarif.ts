import type { Finding, Severity } from '../model/finding.ts'

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' }

/**
 * Findings as editors and code hosts read them: Static Analysis Results Interchange Format 2.1.0, OASIS Standard,
 * sections 3.19 (runs) and 3.27 (results). Paths are addresses relative to the top of what was scanned.
 */
export function sarif(findings: readonly Finding[], version: string): object {
  const codes = [...new Set(findings.map(({ check, code }) => `${check}/${code}`))].sort()
  const rules = codes.map((id) => ({ id, shortDescription: { text: id.replace(/[/-]/g, ' ') } }))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'br-tui', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { TOP: { description: { text: 'the top of what was scanned' } } },
        results: findings.map((finding) => result(finding, codes)),
      },
    ],
  }
}

function result({ check, code, severity, file, line, column, excerpt, mend }: Finding, codes: string[]) {
  const ruleId = `${check}/${code}`
  const artifactLocation = { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'TOP' }
  // A place begins with 1; a finding about a whole file has none.
  const region =
    line > 0 ? { region: { startLine: line, ...(column > 0 ? { startColumn: column } : {}) } } : {}
  return {
    ruleId,
    ruleIndex: codes.indexOf(ruleId),
    level: LEVELS[severity],
    message: { text: excerpt === '' ? mend : `${excerpt}\n${mend}` },
    locations: [{ physicalLocation: { artifactLocation, ...region } }],
  }
}
