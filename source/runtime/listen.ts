import { chmodSync, mkdirSync } from 'node:fs'
import type { Server } from 'node:net'
import { dirname } from 'node:path'

/** Listens on a Unix socket that nobody but its owner can reach. */
export function listenPrivately(server: Server, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      chmodSync(path, 0o600)
      resolve()
    })
  })
}
