import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Hosts and workers are processes of the built program, so it is built before the first test. */
export default function build(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../.ci/build.ts')], { stdio: 'inherit' })
}
