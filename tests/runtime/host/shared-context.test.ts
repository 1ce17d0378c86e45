import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { quote } from 'shlex'
import { describe, expect, test } from 'vitest'
import { batchState, currentBatch } from '../../../source/engine/batch-state.ts'
import { openQuestions } from '../../../source/engine/on-report.ts'
import { waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import type { Session } from '../../../source/model/session.ts'
import { runFolder } from '../../../source/runtime/effects/run-address.ts'
import { runPaths } from '../../../source/runtime/worker/run-paths.ts'
import { killMarked } from '../../../source/runtime/worker/sweep.ts'
import { type AcpScript, acpSpec } from '../../helpers/acp-script.ts'
import { changeStored, doBatch, isDone, openRig, PROGRAM, program, type Rig } from '../../helpers/host.ts'
import { exists } from '../../helpers/loop-agents.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath, value } from '../../helpers/repo.ts'
import { within } from '../../helpers/within.ts'

const PLAN = planText({ Alpha: {}, Beta: {} })

/** A session whose agents differ by stream; one that is not named is in the hands of the test. */
async function open(agents: Record<string, string>, plan = PLAN): Promise<Rig> {
  const repo = makeProject()
  const rig = await openRig({ repo })
  const config = { tests: { smoke: 'node check.mjs' }, agent: rig.stage.agent, agents }
  repo.commit({ 'br.config.json': JSON.stringify(config) })
  value(await rig.open(plan, { agent: undefined }))
  return rig
}

const scripted = (...turns: AcpScript['turns']) => acpSpec({ turns })
const caller = (...calls: string[]) =>
  `cmd: ${[process.execPath, join(import.meta.dirname, '../../fixtures/agents/mcp-caller.mjs'), PROGRAM, ...calls].map(quote).join(' ')}`

const decided = (text: string) => (session: Session) => session.decisions.some((each) => each.text === text)
const stand = (rig: Rig, id: string) => {
  const { name, why } = streamStatus(rig.session(), id)
  return [name, why]
}
/** Resolves when the file holds the text; it is replaced whole each time. */
const fileSays = (path: string, text: string) =>
  within(
    new Promise<void>((resolve) => {
      const watcher = watch(dirname(path), () => look())
      const look = () => {
        if (!readFileSync(path, 'utf8').includes(text)) return
        watcher.close()
        resolve()
      }
      look()
    }),
    () => `'${text}' in ${path}`,
  )
const log = async (rig: Rig, id: string) => (await rig.type(`log ${id}`)).text

describe('a decision of one stream', () => {
  test('is in the file of another that runs, and in the next prompt of one that is talked to', async () => {
    const [gate, end] = [freshPath('go'), freshPath('end')]
    const plan = planText({ Alpha: {}, Beta: {}, Gamma: {} })
    const gamma = scripted([{ text: 'first turn\n' }, { wait: gate }])
    const alpha = scripted([
      { tool: ['record_decision', { text: 'Times are in UTC.' }] },
      { wait: end },
      { tool: ['list_decisions'] },
      { write: { 'alpha.txt': 'x' } },
    ])
    const rig = await open({ alpha, gamma }, plan)
    await rig.type('continue beta')
    const beta = await rig.stage.next('beta')
    await rig.type('continue gamma')
    await rig.until(
      'gamma to begin',
      (now) => currentBatch(now.streams.gamma!)?.attempts[0]?.startedAt != null,
    )
    expect(beta.read('BR_DECISIONS_FILE')).toContain('None so far.')
    await rig.type('continue alpha')
    await fileSays(beta.env.BR_DECISIONS_FILE as string, 'UTC.')
    // Its agent has not ended its turn, and cannot.
    expect(currentBatch(rig.stream('alpha'))?.attempts[0]).toMatchObject({ exitedAt: null, ending: null })
    expect(beta.read('BR_DECISIONS_FILE')).toMatch(/> Times are in UTC\.\n>\n> — alpha, /)

    await rig.type('> and be quick', 'gamma')
    writeFileSync(gate, '')
    await rig.until('gamma to end', (now) => batchState(now.streams.gamma!.batches[0]!) === 'empty')
    const heard = await log(rig, 'gamma')
    expect(heard.indexOf('heard: and be quick')).toBeGreaterThan(heard.indexOf('first turn'))
    expect(heard).toContain('Decided meanwhile, by people and by other streams.')
    expect(heard).toContain('> Times are in UTC.')

    writeFileSync(end, '')
    await rig.until('alpha done', isDone('alpha', 'batch_1'))
    expect(rig.session().decisions).toMatchObject([{ by: 'alpha', text: 'Times are in UTC.' }])
    const told = await log(rig, 'alpha')
    expect(told).toContain('record_decision: Recorded. Every stream is told')
    expect(told).toContain('list_decisions: # Shared decisions')
    beta.finish({ 'beta.txt': 'x' })
  })

  test('comes from the status file of a program as well, once, and with its secrets masked', async () => {
    const rig = await open({})
    await rig.type('continue')
    const [alpha, beta] = [await rig.stage.next('alpha'), await rig.stage.next('beta')]
    const key = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_')
    alpha.report({ decisions: ['Use tabs', `The key is ${key}`], note: 'one' })
    await rig.until('both', (now) => now.decisions.length === 2)
    alpha.report({ decisions: ['Use tabs', 'And LF'], note: 'two' })
    await rig.until('the third', decided('And LF'))
    expect(rig.session().decisions.map(({ text }) => text)).toEqual([
      'Use tabs',
      'The key is ghp_…(github-token)',
      'And LF',
    ])
    await rig.host.loop.idle()
    expect(beta.read('BR_DECISIONS_FILE')).toContain('> And LF')
    expect(beta.read('BR_DECISIONS_FILE')).not.toContain(key)
    for (const agent of [alpha, beta]) agent.finish({ [`${agent.stream}.txt`]: 'x' })
  })

  test('that no host heard is not lost: the next one takes it up, also after the worker has ended', async () => {
    const gate = freshPath('go')
    const alpha = scripted([
      { wait: gate },
      { tool: ['record_decision', { text: 'While nobody listened' }] },
      { tool: ['ask_orchestrator', { question: 'May I?' }] },
      { write: { 'alpha.txt': 'x' } },
    ])
    const rig = await open({ alpha })
    await rig.type('continue alpha')
    await rig.until('alpha to run', (now) => currentBatch(now.streams.alpha!)?.attempts[0]?.startedAt != null)
    const { run } = currentBatch(rig.stream('alpha'))!.attempts[0]!
    await rig.dropHost()
    writeFileSync(gate, '')
    await within(exists(runPaths(runFolder(rig.places, run)).exit), () => 'the worker to end')
    await rig.nextHost()
    await rig.until('alpha done', isDone('alpha', 'batch_1'))
    expect(rig.session().decisions).toMatchObject([{ by: 'alpha', text: 'While nobody listened' }])
    expect(rig.notes('alpha')).toContain('It asks you: May I?')
    expect(await log(rig, 'alpha')).toContain('ask_orchestrator: Left for the person')
  })

  test('survives a worker that is killed', async () => {
    const rig = await open({})
    await rig.type('continue alpha')
    const agent = await rig.stage.next('alpha')
    const { run, worker } = currentBatch(rig.stream('alpha'))!.attempts[0]!
    process.kill(worker!.pid, 'SIGSTOP')
    agent.report({ decisions: ['Last words'] })
    process.kill(worker!.pid, 'SIGKILL')
    await rig.until(
      'it lost',
      (now) => currentBatch(now.streams.alpha!)?.attempts[0]?.ending?.kind === 'lost',
    )
    expect(rig.session().decisions.map(({ text }) => text)).toEqual(['Last words'])
    await killMarked(run, 0)
  })

  test('that a dying host wrote down and did not share is in the file when the next one is there', async () => {
    const rig = await open({})
    await rig.type('continue alpha')
    const agent = await rig.stage.next('alpha')
    await rig.until('it to run', (now) => currentBatch(now.streams.alpha!)?.attempts[0]?.startedAt != null)
    await rig.dropHost()
    changeStored(rig, ({ decisions }) => {
      decisions.push({ at: 1, by: 'you', text: 'Written and not shared' })
    })
    await rig.nextHost()
    await fileSays(agent.env.BR_DECISIONS_FILE as string, 'Written and not shared')
    agent.finish({ 'alpha.txt': 'x' })
  })

  test('that a worker takes with `br-tui decide` while no host runs is kept for the next one', async () => {
    const rig = await open({})
    await rig.type('continue alpha')
    const agent = await rig.stage.next('alpha')
    await rig.until('it to run', (now) => currentBatch(now.streams.alpha!)?.attempts[0]?.startedAt != null)
    await rig.dropHost()
    const said = await program(['decide', 'Kept', 'for', 'later'], { env: agent.env })
    expect(said).toMatchObject({
      exit: 0,
      out: 'Kept: it is shared with every worker when the host runs again.\n',
    })
    await rig.nextHost()
    await rig.until('it', decided('Kept for later'))
    agent.finish({ 'alpha.txt': 'x' })
  })

  test('that is taken while another worker starts is in its file too', async () => {
    const rig = await open({})
    await rig.type('continue alpha')
    // Its files are written and it is being started, or it is up: it is told either way.
    await Promise.all([rig.type('decide Whatever happens'), rig.type('decide Twice')])
    const agent = await rig.stage.next('alpha')
    await rig.until('it to run', (now) => currentBatch(now.streams.alpha!)?.attempts[0]?.startedAt != null)
    await rig.host.loop.idle()
    expect(agent.read('BR_DECISIONS_FILE')).toContain('> Whatever happens')
    expect(agent.read('BR_DECISIONS_FILE')).toContain('> Twice')
    agent.finish({ 'alpha.txt': 'x' })
  })
})

describe('a stream that reports that it is blocked', () => {
  test('over MCP: goes on by itself when what it needs has landed, with it in its workspace', async () => {
    const beta = acpSpec({
      turns: [
        [
          { write: { 'beta.txt': 'half', 'README.md': 'changed before it was blocked\n' } },
          { tool: ['report_blocked', { needs: 'alpha.txt', note: 'half done' }] },
        ],
      ],
    })
    const rig = await open({ beta })
    await rig.type('continue beta')
    await rig.until('beta blocked', (now) => batchState(now.streams.beta!.batches[0]!) === 'blocked')
    expect(stand(rig, 'beta')).toEqual(['blocked', 'waits for alpha: alpha.txt'])
    expect(waitsForPerson(rig.session())).toEqual([])
    expect(await log(rig, 'beta')).toContain(
      'report_blocked: Reported. You wait for alpha; your batch is started again when that has landed.',
    )
    await doBatch(rig, 'alpha', { 'alpha.txt': 'from alpha\n', 'README.md': 'hello\n' })
    await rig.type('checkpoint')
    await rig.until('beta to end anew', (now) => (now.streams.beta!.batches[0]?.attempts.length ?? 0) > 1)
    const path = rig.stream('beta').workspace.path as string
    await rig.until('its second end', (now) => now.streams.beta!.batches[0]?.attempts[1]?.endedAt != null)
    expect(existsSync(join(path, 'alpha.txt'))).toBe(true)
    expect(existsSync(join(path, 'beta.txt'))).toBe(true)
    const prompt = runPaths(runFolder(rig.places, rig.stream('beta').batches[0]!.attempts[1]!.run)).prompt
    expect(readFileSync(prompt, 'utf8')).toContain(
      '## What you waited for\n\n- The last try stopped because: alpha.txt. Since then alpha has landed with checkpoint-1',
    )
  })

  test('finds it merged also where its own uncommitted work is in the way', async () => {
    const rig = await open({})
    await rig.type('continue')
    const [alpha, beta] = [await rig.stage.next('alpha'), await rig.stage.next('beta')]
    beta.report({ status: 'blocked', needs: 'alpha' })
    beta.finish({ 'README.md': 'beta says hello\n' })
    alpha.finish({ 'README.md': 'alpha says hello\n' })
    await rig.until(
      'both ended',
      (now) => isDone('alpha', 'batch_1')(now) && now.streams.beta!.block !== null,
    )
    await rig.type('checkpoint')
    const again = await rig.stage.next('beta')
    const markers = readFileSync(join(again.inside.root, 'README.md'), 'utf8')
    expect(markers).toMatch(/<<<<<<< .*beta says hello.*alpha says hello.*>>>>>>> /s)
    expect(again.read('BR_PROMPT_FILE')).toContain('It came in with conflict markers')
    again.finish({ 'README.md': 'both say hello\n' })
    await rig.until('beta done', isDone('beta', 'batch_1'))
    expect(await rig.type('merge')).toMatchObject({ exit: 0 })
  })

  test('by its status file: is shown at once, the others go on, and what landed while it ran is enough', async () => {
    const rig = await open({})
    await rig.type('continue')
    const [alpha, beta] = [await rig.stage.next('alpha'), await rig.stage.next('beta')]
    beta.report({ status: 'blocked', needs: 'the types of alpha' })
    await rig.until('beta shown blocked', (now) => streamStatus(now, 'beta').name === 'blocked')
    expect(stand(rig, 'beta')).toEqual(['blocked', 'waits for alpha: the types of alpha'])
    alpha.finish({ 'alpha.txt': 'x' })
    await rig.until('alpha done', isDone('alpha', 'batch_1'))
    await rig.type('checkpoint')
    expect(stand(rig, 'beta')[0]).toBe('running')
    beta.finish()
    const again = await rig.stage.next('beta')
    expect(again.command.context).toMatchObject({ news: expect.stringContaining('alpha has landed') })
    expect(again.inside.git('ls-files')).toContain('alpha.txt')
    again.finish({ 'beta.txt': 'x' })
    await rig.until('beta done', isDone('beta', 'batch_1'))
  })

  test('on one that waits for it is told to the person', async () => {
    const rig = await open({
      alpha: caller('report_blocked', '{"needs":"beta"}'),
      beta: caller('report_blocked', '{"needs":"the types of alpha"}'),
    })
    await rig.type('continue')
    await rig.until('both blocked', ({ streams }) => Boolean(streams.alpha!.block && streams.beta!.block))
    expect(rig.notes('orchestrator')).toMatch(
      /⚠ (alpha → beta → alpha|beta → alpha → beta): these wait for each other/,
    )
    expect(waitsForPerson(rig.session())).toHaveLength(2)
  })
})

describe('what an agent asks', () => {
  test('is answered from what the session knows, or by the person, whose word is its next turn', async () => {
    const gate = freshPath('go')
    const alpha = scripted([
      { tool: ['ask_orchestrator', { question: 'Who makes beta.txt?' }] },
      { tool: ['ask_orchestrator', { question: 'Which port shall I take?' }] },
      { wait: gate },
      { tool: ['task_done', { task: 'alpha.1', note: 'all of it' }] },
      { tool: ['task_done', { task: 'beta.1' }] },
    ])
    const rig = await open({ alpha })
    await rig.type('continue alpha')
    await rig.until('the question', (now) => openQuestions(now.streams.alpha!).length > 0)
    expect(stand(rig, 'alpha')).toEqual(['running', 'asks you: Which port shall I take?'])
    expect(waitsForPerson(rig.session())).toEqual(['alpha: asks Which port shall I take?'])
    await rig.type('> 8080', 'alpha')
    expect(openQuestions(rig.stream('alpha'))).toEqual([])
    writeFileSync(gate, '')
    await rig.until('its end', (now) => now.streams.alpha!.batches[0]?.attempts[0]?.endedAt != null)
    const heard = await log(rig, 'alpha')
    expect(heard).toContain('beta.txt is declared by beta, which has not landed.')
    expect(heard).toContain('heard: 8080')
    expect(heard).toContain('task_done refused: Your batch has no task beta.1. It has: alpha.1.')
    expect(rig.stream('alpha').batches[0]?.attempts[0]).toMatchObject({
      completed: ['alpha.1'],
      note: 'all of it',
    })
  })
})

test('outside of a worker the tools say where they belong', async () => {
  const { BR_STREAM: _, BR_STATUS_FILE: __, ...env } = process.env
  const said = await program(['mcp'], { env })
  expect(said).toMatchObject({ exit: 1, out: '' })
  expect(said.err).toContain('is started by an agent inside of a worker')
})
