import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOutputs } from '../../../source/runtime/worker/open-outputs.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'br-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** What each ear heard of a shell's script, until nobody holds the other ends. */
async function heard(script: string): Promise<string[]> {
  const path = join(root, 's')
  const all = ['', '']
  const ears = all.map((_, index) => (bytes: Uint8Array) => {
    all[index] += Buffer.from(bytes).toString()
  })
  const outputs = await openOutputs(path, ears)
  expect(existsSync(path)).toBe(false)
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', ...outputs.map(({ theirs }) => theirs)] })
  for (const { theirs } of outputs) theirs.destroy()
  await Promise.all([once(child, 'exit'), ...outputs.map(({ ours }) => once(ours, 'close'))])
  return all
}

test('each output is heard by its own ear, to its end', async () => {
  expect(await heard('echo one; echo two >&2; echo three')).toEqual(['one\nthree\n', 'two\n'])
})

test('what does not fit at once is waited for by the program, as with a pipe', async () => {
  const [out, err] = await heard('head -c 3000000 /dev/zero | tr "\\0" x; echo $? >&2')
  expect([out?.length, err]).toEqual([3_000_000, '0\n'])
})

test("a socket that a killed worker has left there is in nobody's way", async () => {
  writeFileSync(join(root, 's'), '')
  expect(await heard('echo one')).toEqual(['one\n', ''])
})
