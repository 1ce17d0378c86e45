const longest = 40

/** A name that is safe as a part of a git ref, a folder and a typed word. Empty if nothing of it is left. */
export const slug = (text: string): string => {
  const words = text
    .slice(0, 400)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return cutSlug(words)
}

/** Title, else file, else folder: every plan of some tools is called `tasks.md`. */
export const planSlug = (title: string | null, file: string): string => {
  const path = file.split(/[\\/]/)
  const name = slug((path.at(-1) ?? '').replace(/\.[a-z]+$/i, ''))
  return (
    withoutPlanWords(slug(title ?? '')) ||
    (saysNothing.has(name) ? '' : withoutPlanWords(name)) ||
    slug(path.at(-2) ?? '') ||
    name ||
    'plan'
  )
}

/** Ids for streams in plan order. Twice the same name, or a reserved one: the phase goes in front. */
export const streamIds = (streams: { phase: string; name: string }[]): string[] => {
  const names = streams.map(({ name }, index) => slug(name) || `stream-${index + 1}`)
  const count = Map.groupBy(names, (name) => name)
  const taken = new Set<string>()
  return names.map((name, index) => {
    const plain = count.get(name)?.length === 1 && !reservedIds.has(name)
    const id = unique(plain ? name : cutSlug(`${streams[index]?.phase}-${name}`), taken)
    taken.add(id)
    return id
  })
}

export const unique = (wanted: string, taken: ReadonlySet<string>): string => {
  const named = (count: number) => {
    if (count === 1) return wanted
    const end = `-${count}`
    return `${cutSlug(wanted.slice(0, longest - end.length))}${end}`
  }
  // Numbers are given from 2 on, so what is taken is mostly all up to some number: found in few steps, not one by one.
  let step = 1
  while (taken.has(named(step))) step *= 2
  let free = step
  for (let below = Math.floor(step / 2); free - below > 1; ) {
    const middle = Math.floor((below + free) / 2)
    if (taken.has(named(middle))) below = middle
    else free = middle
  }
  return named(free)
}

/** Panes, addresses and branches of these names are ours. */
export const reservedIds: ReadonlySet<string> = new Set(['orchestrator', 'all', 'integration'])

const saysNothing = new Set(['plan', 'plans', 'tasks', 'task', 'readme', 'index', 'spec', 'todo', 'build'])

const withoutPlanWords = (name: string): string =>
  name
    .split('-')
    .filter((word) => !['parallel', 'execution', 'plan'].includes(word))
    .join('-')

const cutSlug = (text: string): string =>
  text
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-{1,40}$/, '')
