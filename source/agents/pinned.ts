import type { Tried } from './agent.ts'

/** A package as it is fetched where it is not installed: in the version that was run for real. */
export const pinned = (name: string, { packages }: Tried): string => `${name}@${packages[name]}`
