// lines.mjs SOCKET [NAME]: prints coloured lines as fast as the bench at the socket wants them: an order of a line each,
// {"rate": lines a second}, or {"burst": lines, "end": the last one}, which is answered once all of it is written.
import { writeSync } from 'node:fs'
import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'

const VARIETY = 500
/** How often a rate is looked at, ms: finer than a frame. */
const TICK = 16

const words = [
  'reading',
  'writing',
  'core/router.py',
  'tests/test_costs.py',
  '12 passed',
  'batch',
  '+84 -3',
  'done',
]
const lines = Array.from({ length: VARIETY }, (_, index) => {
  const word = (step) => words[(index * step + step) % words.length]
  return `\x1b[3${1 + (index % 6)}m${String(index).padStart(5)}\x1b[0m ${word(1)} \x1b[1m${word(3)}\x1b[22m of ${word(5)} and ${word(7)} \x1b[2m${'.'.repeat(index % 24)}\x1b[0m\n`
})

const bench = createConnection(process.argv[2])
bench.on('error', () => process.exit(9))
bench.write(`${JSON.stringify({ name: process.argv[3] ?? process.env.BR_STREAM })}\n`)
process.stdout.on('error', () => process.exit(9))

let next = 0
const print = (count) => {
  const some = []
  for (let left = count; left > 0; left -= 1) {
    some.push(lines[next])
    next = (next + 1) % VARIETY
  }
  write(Buffer.from(some.join('')))
}

/** Waits until everything is taken, as a plain program does. */
function write(bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(9)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}

let timer
function flow(rate) {
  clearInterval(timer)
  if (rate === 0) return
  let last = performance.now()
  let owed = 0
  timer = setInterval(() => {
    const now = performance.now()
    // Somebody who reads too slowly is not made to catch up.
    owed = Math.min(owed + ((now - last) * rate) / 1000, rate)
    last = now
    const due = Math.floor(owed)
    owed -= due
    if (due > 0) print(due)
  }, TICK)
}

for await (const line of createInterface({ input: bench })) {
  const { rate, burst, end } = JSON.parse(line)
  if (rate !== undefined) flow(rate)
  if (burst !== undefined) {
    for (let left = burst; left > 0; left -= 1000) print(Math.min(left, 1000))
    write(Buffer.from(`${end}\n`))
    bench.write(`${JSON.stringify({ done: end })}\n`)
  }
}
process.exit(0)
