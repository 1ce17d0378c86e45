const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Counted from whole seconds, so that all times on the screen change together: one drawing a second, not one for each. */
const begun = (at: number): number => at - (at % SECOND)

/** How long ago that was, coarser with time. All times are ms since 1970. */
export function ageText(at: number, now: number): string {
  const age = Math.max(0, now - begun(at))
  if (age < SECOND) return 'now'
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s ago`
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`
  const date = new Date(at)
  if (age < DAY) return `at ${date.getHours()}:${twoDigits(date.getMinutes())}`
  return `on ${MONTHS[date.getMonth()]} ${date.getDate()}`
}

/** How long it has been going on: 2:14, then 1 h 5 min. */
export function clockText(since: number, now: number): string {
  const length = Math.max(0, now - begun(since))
  if (length < HOUR)
    return `${Math.floor(length / MINUTE)}:${twoDigits(Math.floor((length % MINUTE) / SECOND))}`
  return `${Math.floor(length / HOUR)} h ${Math.floor((length % HOUR) / MINUTE)} min`
}

/** How long that is: 2:14, then 1:02:14. */
export function lengthText(length: number): string {
  const seconds = Math.floor(length / SECOND)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = twoDigits(seconds % 60)
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** 14:03:22, as clocks here showed it. */
export function timeOfDay(at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')
}

/** Times that are on the screen: as ages, and as running clocks. */
export interface ShownTimes {
  ages: number[]
  clocks: number[]
}

/** When one of them would next be drawn differently; null: never, nobody has to wake up for them. */
export function nextChange({ ages, clocks }: ShownTimes, now: number): number | null {
  const times = [
    ...ages.map((at) => nextAge(begun(at), now)),
    ...clocks.map((since) => nextTick(begun(since), now)),
  ]
  const next = Math.min(...times.filter((time) => time !== null))
  return next === Number.POSITIVE_INFINITY ? null : next
}

function nextAge(at: number, now: number): number | null {
  const age = Math.max(0, now - at)
  if (age < MINUTE) return at + stepAfter(age, SECOND)
  if (age < HOUR) return at + stepAfter(age, MINUTE)
  return age < DAY ? at + DAY : null
}

function nextTick(since: number, now: number): number {
  const length = Math.max(0, now - since)
  return since + stepAfter(length, length < HOUR ? SECOND : MINUTE)
}

const stepAfter = (length: number, step: number): number => (Math.floor(length / step) + 1) * step

const twoDigits = (count: number): string => String(count).padStart(2, '0')

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
