import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { growth } from './growth.ts'
import { measureSet } from './measure-set.ts'
import { readFolder } from './psplib.ts'

/**
 * `npm run bench:schedule -- FOLDER OPTIMA.csv [--budget N,N] [--seed N]`: schedules every project of a PSPLIB set
 * and holds it against the best lengths that are known (columns `instance,makespan`), then plans of ever more tasks.
 * A budget is a number of schedules an instance. Nothing here passes or fails.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budget: { type: 'string', default: '1,10,100,300,1000,3000,10000' },
    seed: { type: 'string', default: '1' },
  },
})
const [folder, optima] = positionals

console.log(`Node ${process.version}, ${process.platform}, ${availableParallelism()} cores, load ${load()}\n`)
if (folder !== undefined && optima !== undefined) {
  const instances = readFolder(folder)
  const known = readOptima(optima)
  console.log(`${instances.length} instances of ${folder}`)
  print([
    'budget',
    'average %',
    'worst %',
    'optimal',
    'infeasible',
    'bound = optimum',
    'schedules',
    'CPU ms',
    'wall ms',
  ])
  // V8 compiles what runs often; the first rows would pay for that.
  measureSet(instances.slice(0, 40), known, { budget: 300, seed: 1 })
  for (const budget of values.budget.split(',').map(Number))
    print(measureSet(instances, known, { budget, seed: Number(values.seed) }))
  console.log('\nCPU and wall milliseconds, and schedules, are those of an instance, on average.\n')
} else console.log('No set was named: only growth is measured. FOLDER OPTIMA.csv measures a PSPLIB set.\n')

print(['tasks', 'workers', 'length', 'bound', 'schedules', 'infeasible', 'CPU ms', 'µs a task'])
for (const row of growth([100, 1000, 10_000])) print(row)
console.log(`\nLoad at the end ${load()}`)

function readOptima(file: string): Map<string, number> {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const columns = head.split(',')
  const [name, makespan] = [columns.indexOf('instance'), columns.indexOf('makespan')]
  if (name < 0 || makespan < 0) throw new Error(`${file} needs the columns instance and makespan.`)
  return new Map(rows.map((row) => row.split(',')).map((row) => [row[name] ?? '', Number(row[makespan])]))
}

function print(cells: readonly string[]): void {
  console.log(cells.map((cell) => cell.padStart(Math.max(10, cell.length))).join('  '))
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?'
}
