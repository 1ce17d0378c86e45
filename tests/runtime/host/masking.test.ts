import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { cli, openPlan, type Rig } from '../../helpers/host.ts'
import { leaksIn } from '../../helpers/leaks.ts'
import { planText } from '../../helpers/loop-repo.ts'
import { createPick, tokenKinds } from '../../helpers/secrets.ts'

const VARIABLE = 'BR_TEST_DEPLOY_KEY'
afterEach(() => {
  delete process.env[VARIABLE]
})

/** A new token of each kind, some dozens, for each way that text can take. */
const tokens = (seed: number) => {
  const pick = createPick(seed)
  return tokenKinds.map(({ make }) => make(pick))
}

test('no secret that is planned, typed, printed, reported or committed by name is in any file of ours', async () => {
  const known = ['zebra', 'quilt', 'humming'].join('-')
  process.env[VARIABLE] = known
  const [planned, typed, printed] = [tokens(1), tokens(2), tokens(3)]
  const [reported, subjects, answered] = [tokens(4), tokens(5), tokens(6)]
  const all = [planned, typed, printed, reported, subjects, answered].flat().concat(known)
  const plan = planText({
    Alpha: { tasks: ['First', ...planned.map((token) => `Use ${token} there`)] },
    Beta: {},
  })

  const rig = await openPlan(plan)
  for (const token of typed.slice(0, 8)) await rig.type(`decide use ${token}`)
  await rig.type(`decide use ${known}`)
  await rig.type(`> use ${typed[8]}`, 'alpha')
  await rig.type('continue alpha')
  const agent = await rig.stage.next('alpha')
  for (const file of ['BR_COMMAND_FILE', 'BR_PROMPT_FILE', 'BR_DECISIONS_FILE'])
    expect(leaksIn(agent.read(file), all), file).toEqual([])

  for (const [index, token] of printed.entries()) {
    const half = index % token.length
    agent.print(`\x1b[3${index % 8}musing ${token.slice(0, half)}\x1b[0m`)
    agent.print(`${token.slice(half)} now\n`)
  }
  agent.print(`and ${known}\nthe end\n`)
  agent.report({
    status: 'running',
    note: reported[0],
    decisions: reported.slice(1, 6),
    question: reported[6],
  })
  for (const [index, token] of subjects.entries()) {
    agent.inside.write({ [`made-${index}.txt`]: 'x' })
    agent.inside.git('add', '.')
    agent.inside.git('commit', '-q', '--no-verify', '-m', `Use ${token}`)
  }
  agent.finish({ 'alpha.txt': 'done\n' })
  // Its messages are found, so it is not taken: what is said of that is masked, too.
  await rig.until('alpha', ({ streams }) => streams.alpha?.batches[0]?.attempts[0]?.endedAt != null)
  await rig.type(`open ${answered[0]}`)
  await rig.type('check')

  const heard = [
    (await rig.type('log alpha')).text,
    (await rig.type(`status ${answered[1]}`)).text,
    (await rig.type('decisions')).text,
    JSON.stringify(rig.events),
    ...Object.values(await cli('status', '--json', '--cwd', rig.repo.root)).map(String),
  ]
  expect(heard[0]).toContain('the end')
  for (const text of heard) expect(leaksIn(text, all)).toEqual([])
  expect(leaking(rig, all)).toEqual([])
  expect(await rig.open(plan)).toMatchObject({ ok: true })
  expect(rig.events.map(({ type }) => type)).not.toContain('plan-reread')
  expect((await rig.type('path alpha')).text).toBe(rig.stream('alpha').workspace.path)
})

/** Files of ours that show one of the secrets. What agents and git write is theirs: workspaces and objects. */
function leaking({ places }: Rig, secrets: string[]): string[] {
  const files = readdirSync(places.home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        ![places.workspaces, places.workClone, places.landClone].some((theirs) => file.startsWith(theirs)),
    )
  expect(files.map((file) => relative(places.folder, file))).toContain('session.json')
  return files.flatMap((file) =>
    leaksIn(readFileSync(file, 'latin1'), secrets).map((piece) => `${relative(places.home, file)}: ${piece}`),
  )
}
