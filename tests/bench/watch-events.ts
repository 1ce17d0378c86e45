import { follow } from '../../source/cli/follow.ts'
import type { Event } from '../../source/model/event.ts'
import type { HostConnection } from '../../source/runtime/host-connection.ts'

/** Resolves with the first so many events of a type, also with ones that came before they were asked for. */
export function watchEvents(host: HostConnection, seconds = 20) {
  const events: Event[] = []
  let look = () => {}
  follow(host, [], {
    onEvent: (event) => {
      events.push(event)
      look()
    },
  })
  return <Type extends Event['type']>(type: Type, count = 1): Promise<Extract<Event, { type: Type }>[]> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${type} in ${seconds} s`)), seconds * 1000)
      look = () => {
        const found = events.filter((event) => event.type === type)
        if (found.length < count) return
        clearTimeout(late)
        resolve(found as Extract<Event, { type: Type }>[])
      }
      look()
    })
}
