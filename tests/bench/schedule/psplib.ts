import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Activity } from '../../../source/plan/scheduling/problem.ts'

/** A project of PSPLIB's single-mode sets, as its `.sm` file says. */
export interface Instance {
  name: string
  activities: Activity[]
  capacities: number[]
}

export const readFolder = (folder: string): Instance[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sm'))
    .map((file) => readInstance(file.slice(0, -3), readFileSync(join(folder, file), 'utf8')))

function readInstance(name: string, text: string): Instance {
  const rows = (title: string) => {
    const after = text.slice(text.indexOf(title)).split('\n').slice(1)
    const numbers = after.map((line) => line.trim().split(/\s+/).map(Number))
    const first = numbers.findIndex((row) => row.every(Number.isInteger))
    const rest = numbers.slice(first)
    const end = rest.findIndex((row) => !row.every(Number.isInteger))
    return end < 0 ? rest : rest.slice(0, end)
  }
  const jobs = rows('PRECEDENCE RELATIONS')
  const needs: number[][] = jobs.map(() => [])
  for (const [job = 1, , , ...followers] of jobs)
    for (const follower of followers) needs[follower - 1]?.push(job - 1)
  const activities = rows('REQUESTS/DURATIONS').map(([job = 1, , duration = 0, ...amounts]) => ({
    duration,
    needs: needs[job - 1] ?? [],
    uses: amounts.map((amount, resource) => ({ resource, amount })),
  }))
  return { name, activities, capacities: rows('RESOURCEAVAILABILITIES')[0] ?? [] }
}
