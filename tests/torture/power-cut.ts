// A session on an ext4 image whose power is cut: everything is halted, the image copied as the disk has it at that
// moment (what was not synced is not in it), and the copy mounted in a world of its own, where nothing of the session
// runs, as after a reboot. Nothing that was told as landed may be missing there, git finds nothing broken, and the
// session opens and goes on. Needs root and loop devices; without them it says so and does nothing.
//   node tests/torture/power-cut.ts [--cuts 24] [--seed 7]
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { cuts: { type: 'string', default: '24' }, seed: { type: 'string', default: '7' } },
})
const cuts = Number(values.cuts)
let state = Number(values.seed)
/** Park and Miller: the same seed, the same moments. */
const random = (): number => {
  state = (state * 48_271) % 2_147_483_647
  return state / 2_147_483_647
}

const PROGRAM = join(import.meta.dirname, '../../dist/cli.js')
const SLUG = 'br/a-long-build'
/** The whole of it takes at most so long, ms. */
const LONGEST = 14 * 60_000

const why = whyNot()
if (why !== null) {
  console.log(`power cut: skipped, ${why}`)
  process.exit(0)
}

const shm = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const base = mkdtempSync(join(shm, 'br-power-'))
const [image, disk, runtime] = [join(base, 'disk.img'), join(base, 'disk'), join(base, 'run')]
const [root, home] = [join(disk, 'repo'), join(disk, 'home')]
const env = {
  ...{ PATH: process.env.PATH, LANG: 'C.UTF-8', USER: 'ada', HOME: home, BR_HOME: join(disk, 'state') },
  ...{ XDG_RUNTIME_DIR: runtime, TMPDIR: join(disk, 'tmp'), GIT_CONFIG_NOSYSTEM: '1' },
}
function sh(command: string, args: string[], options: object = {}): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options })
}
const git = (...args: string[]): string => sh('git', ['-C', root, ...args], { env }).trim()

let run: ChildProcess | null = null
/** No process, no mount and no loop device is left, however this ends. */
const cleanUp = () => {
  for (let tries = 0; tries < 100 && ours().length > 0; tries += 1) {
    for (const pid of ours()) kill(pid, 'SIGKILL')
    sh('sleep', ['0.05'])
  }
  for (const how of [[], ['--lazy']])
    try {
      sh('umount', [...how, disk])
    } catch {
      // Not mounted, or still busy: then lazily.
    }
  rmSync(base, { recursive: true, force: true, maxRetries: 5 })
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    cleanUp()
    process.exit(1)
  })

const losses: string[] = []
let canariesLost = 0
try {
  await torture()
} finally {
  cleanUp()
}
for (const loss of losses) console.error(loss)
console.log(`losses ${losses.length}`)
process.exit(losses.length === 0 ? 0 : 1)

async function torture(): Promise<void> {
  mountDisk()
  const plan = makeRepository()
  const landed = new Map<number, string>()
  begin(plan, landed)
  const deadline = performance.now() + LONGEST
  let done = 0
  while (done < cuts && performance.now() < deadline) {
    await delay(100 + random() * 1200)
    if (run === null) {
      console.log('The plan is at its end before the cuts are.')
      break
    }
    // Not before there is something to lose.
    if (landed.size === 0) continue
    // Written and not synced: where it is lost, the power was really cut.
    writeFileSync(join(disk, `canary-${done + 1}`), 'x'.repeat(4096))
    const copy = await cut()
    const told = new Map(landed)
    goOn()
    done += 1
    const found = verify(copy, told, done)
    console.log(
      `cut ${done}: ${told.size} landings told, ${found.length === 0 ? 'all there' : found.join(' | ')}`,
    )
    losses.push(...found.map((each) => `cut ${done}: ${each}`))
  }
  if (done < cuts) losses.push(`only ${done} of ${cuts} cuts were made`)
  console.log(`cuts ${done}, landings ${landed.size}, seed ${values.seed}`)
  console.log(`a file that was not synced was lost in ${canariesLost} of ${done} cuts`)
}

function whyNot(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs to be root on Linux'
  const probe = mkdtempSync(join(tmpdir(), 'br-probe-'))
  try {
    sh('truncate', ['-s', '16M', join(probe, 'img')])
    sh('mkfs.ext4', ['-q', '-F', join(probe, 'img')])
    mkdirSync(join(probe, 'at'))
    sh('unshare', [
      '--mount',
      '--pid',
      '--fork',
      '--mount-proc',
      'mount',
      '-o',
      'loop',
      join(probe, 'img'),
      join(probe, 'at'),
    ])
    return null
  } catch (error) {
    return `no loop device can be mounted here (${(error as Error).message.split('\n').slice(0, 2).join(': ')})`
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}

function mountDisk(): void {
  for (const folder of [disk, runtime]) mkdirSync(folder, { mode: 0o700 })
  sh('truncate', ['-s', '3G', image])
  sh('mkfs.ext4', ['-q', '-F', image])
  sh('mount', ['-o', 'loop', image, disk])
  for (const folder of [home, join(disk, 'tmp'), root]) mkdirSync(folder)
}

/** Many short phases, so that something lands every second or two. */
function makeRepository(): string {
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'Ada Tester')
  git('config', 'user.email', 'ada@example.com')
  const phases = Array.from({ length: 60 }, (_, phase) =>
    [
      `### Phase ${phase}: Part ${phase} - PARALLEL`,
      ...['left', 'right'].map(
        (side) =>
          `#### Stream: Part ${phase} ${side} (1 days)\n**Files:**\n- \`${side}-${phase}.txt\`\n\n**Work:**\n1. The work`,
      ),
    ].join('\n\n'),
  )
  writeFileSync(join(root, 'PLAN.md'), `# A Long Build\n\n${phases.join('\n\n')}\n`)
  const work =
    'set -e\nfor i in 1 2 3; do seq $i 2000 > "$BR_STREAM.$i"; git add -A; git commit -qm "step $i"; done\n'
  writeFileSync(join(root, 'work.sh'), work)
  writeFileSync(join(root, 'br.config.json'), '{"tests": {"smoke": "none"}, "checks": {"drift": "off"}}\n')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'first')
  sh('sync', [])
  return join(root, 'PLAN.md')
}

/** Runs the plan and keeps what it says has landed, at the moment it says so. */
function begin(plan: string, landed: Map<number, string>): void {
  const args = [
    'run',
    plan,
    '--json',
    '--cwd',
    root,
    '--agent',
    'cmd: sh work.sh',
    '--workers',
    '2',
    '--trust',
  ]
  run = spawn(process.execPath, [PROGRAM, ...args], { env, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  run.once('exit', () => {
    run = null
  })
  const judged = new Map<number, string>()
  createInterface({ input: run.stdout! }).on('line', (line) => {
    const event = JSON.parse(line)
    if (event.type === 'landing-judged' && event.commit) judged.set(event.number, event.commit)
    if (event.type === 'landing-published') landed.set(event.number, judged.get(event.number) ?? '')
  })
}

/** Every process of the session: its home is on the image. */
function ours(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(`HOME=${home}`)
      } catch {
        return false
      }
    })
    .map(Number)
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended meanwhile.
  }
}

function goOn(): void {
  for (const pid of ours()) kill(pid, 'SIGCONT')
}

/** Halts everything and copies what the disk has, while the disk does nothing: else it would be of several moments. */
async function cut(): Promise<string> {
  // Twice: one may just have started another.
  for (const _ of [1, 2]) for (const pid of ours()) kill(pid, 'SIGSTOP')
  const copy = join(base, 'copy.img')
  for (let tries = 0; tries < 20; tries += 1) {
    const before = statSync(image).mtimeMs
    sh('cp', ['--sparse=always', image, copy])
    if (statSync(image).mtimeMs === before) return copy
    await delay(20)
  }
  throw new Error('The disk was never still.')
}

/** What is missing or broken in the copy, looked at in namespaces of its own: no process and no socket of before is there. */
function verify(copy: string, told: Map<number, string>, number: number): string[] {
  const wanted = [...told.values()]
  // Every fourth goes on to the next landing. Workers went down with the machine: a person has to want them again.
  const goesOn = number % 4 === 0
  const script = `
    mount -o loop '${copy}' '${disk}' && mount -t tmpfs none '${runtime}' || exit 90
    echo "00000000-0000-0000-0000-$(printf %012d ${number})" >'${runtime}/boot-id' && mount --bind '${runtime}/boot-id' /proc/sys/kernel/random/boot_id || exit 91
    cd /
    for commit in ${wanted.join(' ')}; do
      git -C '${root}' merge-base --is-ancestor $commit ${SLUG}/integration || echo "landed $commit is missing"
    done
    '${process.execPath}' '${PROGRAM}' status --json --cwd '${root}' >'${disk}/status.json' || echo 'the session does not open'
    '${process.execPath}' '${PROGRAM}' stop --cwd '${root}' >/dev/null || echo 'it does not stop'
    for repo in '${root}' '${disk}'/state/repos/*/work.git '${disk}'/state/repos/*/land.git; do
      git -C "$repo" fsck --no-dangling --no-progress >/tmp/fsck.$$ 2>&1 || { echo "fsck $repo: $(head -3 /tmp/fsck.$$)"; }
      rm -f /tmp/fsck.$$
    done
    cat '${disk}/status.json' >&3
    [ -s '${disk}/canary-${number}' ] || echo 'canary lost'
    ${goesOn ? `'${process.execPath}' '${PROGRAM}' send 'retry all' --cwd '${root}' >/dev/null 2>&1; timeout 100 '${process.execPath}' '${PROGRAM}' run '${root}/PLAN.md' --until checkpoint --cwd '${root}' --agent 'cmd: sh work.sh' --trust >'${disk}/out' 2>&1 || { echo 'it does not go on:'; tail -4 '${disk}/out'; }` : ''}
  `
  const said = join(base, 'status.json')
  let out = ''
  try {
    out = sh(
      'unshare',
      ['--mount', '--pid', '--fork', '--mount-proc', 'sh', '-c', `(${script}) 3>'${said}'`],
      {
        env,
        timeout: 150_000,
      },
    )
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    out = `${stdout}\nit could not be looked at: ${stderr.slice(0, 300)}`
  }
  const lines = out.split('\n').filter((line) => line.trim() !== '')
  const problems = lines.filter((line) => line !== 'canary lost')
  canariesLost += lines.length - problems.length
  return [...problems, ...missingInSession(said, told)]
}

/** A session that does not know any more what it told of. */
function missingInSession(path: string, told: Map<number, string>): string[] {
  try {
    const { landings } = JSON.parse(readFileSync(path, 'utf8')) as {
      landings: { number: number; state: string; commit: string }[]
    }
    return [...told].flatMap(([number, commit]) =>
      landings.some((each) => each.number === number && each.state === 'published' && each.commit === commit)
        ? []
        : [`the session has forgotten landing ${number}`],
    )
  } catch (error) {
    return [`no status: ${(error as Error).message}`]
  }
}
