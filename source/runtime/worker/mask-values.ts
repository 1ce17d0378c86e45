/**
 * A value that is kept or told, such as an event, with every text in it masked. What others find something by stays as
 * it is: a masked path opens no file and a masked id names nothing. What is not listed is taken for words.
 */
export function maskValues<T>(value: T, mask: (text: string) => string): T {
  return maskedAt('', value, mask) as T
}

/** Keys whose texts, or lists of texts, are exact; an object under such a key is looked into all the same. */
const EXACT = new Set([
  ...[
    'type',
    'kind',
    'mode',
    'state',
    'status',
    'check',
    'code',
    'severity',
    'format',
    'unit',
    'tone',
    'how',
  ],
  ...['id', 'ids', 'run', 'session', 'stream', 'streams', 'batch', 'batches', 'task', 'tasks', 'completed'],
  ...[
    'sourceId',
    'dependsOn',
    'softDependsOn',
    'criticalPath',
    'against',
    'about',
    'by',
    'slug',
    'key',
    'option',
  ],
  ...['base', 'head', 'commit', 'tree', 'tag', 'branch', 'integration', 'landedHead'],
  ...['path', 'root', 'file', 'files', 'planFile', 'conflicts', 'contracts', 'socket', 'startTime'],
  // What tests printed has gone through the filter of their log.
  'log',
  ...[
    'agent',
    'agentSession',
    'model',
    'refused',
    'alternatives',
    'onConflict',
    'onRepair',
    'first',
    'probe',
  ],
])

/** Exact as a whole: what a person configured is run and looked up as it stands. */
const EXACT_WHOLE = new Set(['settings'])

function maskedAt(key: string, value: unknown, mask: (text: string) => string): unknown {
  if (EXACT_WHOLE.has(key)) return value
  if (typeof value === 'string') return EXACT.has(key) ? value : mask(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return changed(
      value,
      value.map((each) => maskedAt(key, each, mask)),
    )
  const entries = Object.entries(value)
  const masked = entries.map(([name, each]) => maskedAt(name, each, mask))
  return entries.every(([, each], index) => each === masked[index])
    ? value
    : Object.fromEntries(entries.map(([name], index) => [name, masked[index]]))
}

/** The same object where nothing is masked: most have nothing, and a session is large. */
const changed = (before: unknown[], after: unknown[]): unknown[] =>
  before.every((each, index) => each === after[index]) ? before : after
