import { permissionsSchema } from '../../../../source/model/permissions.ts'
import type { Ask } from '../../../../source/model/session.ts'
import type { RunOrder } from '../../../../source/runtime/worker/run-folder.ts'
import { type AcpScript, acpAgent } from '../../../helpers/acp-script.ts'
import { makeRepo, type Repo } from '../../../helpers/repo.ts'
import { type Host, makeRun, type Run, start } from '../worker-rig.ts'

type Talk = NonNullable<RunOrder['start']['acp']>

/** How an agent is talked to, where a test does not say otherwise. */
export const talk = (changes: Partial<Talk> = {}): Talk => ({
  ...{
    mode: null,
    files: true,
    branch: 'main',
    permissions: permissionsSchema.parse({}),
    allowed: [],
    resume: null,
    tools: [],
    models: [],
    used: null,
  },
  ...changes,
})

export interface AcpRun extends Run {
  repo: Repo
}

/** The run of an agent that follows the script, in a repository of its own. */
export async function makeAcpRun(
  script: AcpScript,
  { acp = {}, ...changes }: Partial<RunOrder> & { acp?: Partial<Talk> } = {},
): Promise<AcpRun> {
  const repo = makeRepo()
  const run = await makeRun([], {
    start: { argv: acpAgent(script), script: null, acp: talk(acp) },
    ...{ cwd: repo.root, base: repo.git('rev-parse', 'HEAD') },
    ...changes,
  })
  return { ...run, repo }
}

export const startAcp = async (script: AcpScript, changes: Parameters<typeof makeAcpRun>[1] = {}) => {
  const run = await makeAcpRun(script, changes)
  return { run, host: await start(run) }
}

/** What the agent asks, as a host is told. */
export async function asked(host: Host, number = 1): Promise<Ask> {
  const id = `ask-${number}`
  const message = await host.until((each) => each.type === 'asked' && each.id === id)
  if (message.type !== 'asked') throw new Error('it was something else')
  const { type: _, ...ask } = message
  return ask
}
