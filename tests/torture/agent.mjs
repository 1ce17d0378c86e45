// The worker of a torture session: `agent.mjs SEED`. It writes what its batch asks for, in small steps, and is killed in
// the middle of them. What it leaves depends on the seed, the batch and the try alone. Writing again gives the same
// files, as an agent that takes up its work again should.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const {
  stream,
  batch_id: batch,
  tasks,
  kind,
  attempt,
  context,
} = JSON.parse(readFileSync(process.env.BR_COMMAND_FILE, 'utf8'))
const chance = (what) =>
  createHash('sha256').update([process.argv[2], stream, batch, attempt, what].join('/')).digest()[0] / 256

console.log(`${stream} ${batch}, try ${attempt}`)
if (kind === 'conflict') {
  for (const file of context.conflicts) {
    // Both sides are meant: in two steps, so that a killed one leaves half a resolution.
    const lines = readFileSync(file, 'utf8').split('\n')
    const unmarked = lines.filter((line) => !/^(<{7} |={7}$|>{7} )/.test(line))
    await delay(100 + chance(file) * 400)
    writeFileSync(file, unmarked.join('\n'))
    await delay(100 + chance(`${file} twice`) * 400)
    writeFileSync(file, unmarked.filter((line, index) => unmarked.indexOf(line) === index).join('\n'))
  }
  if (chance('commit') < 0.5) execFileSync('git', ['commit', '--quiet', '-a', '-m', 'both'])
}
if (kind !== 'tasks') process.exit(0)
for (const { id } of tasks) {
  mkdirSync(stream, { recursive: true })
  for (const part of ['a', 'b', 'c']) {
    writeFileSync(`${stream}/${id}.${part}.txt`, `${id} ${part}\n`.repeat(50))
    await delay(100 + chance(`${id}${part}`) * 400)
  }
  // Everybody adds a line at the same place of one file: whoever lands second is in conflict.
  const [first, ...others] = readFileSync('shared.txt', 'utf8').split('\n')
  writeFileSync('shared.txt', [first, id, ...others.filter((line) => line !== id)].join('\n'))
  // Some commit by themselves, some leave that to br-tui.
  if (chance(`${id} commit`) < 0.5) {
    execFileSync('git', ['add', '-A'])
    execFileSync('git', ['commit', '--quiet', '--allow-empty', '-m', `${id}`])
  }
}
// One in eight fails once.
if (attempt === 1 && chance('fail') < 0.125) process.exit(1)
