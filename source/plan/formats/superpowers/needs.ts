import { dependenciesIn } from '../../dependency-words.ts'
import { fileKind } from '../../file-kind.ts'
import { distinct } from '../../find-files.ts'
import type { Section } from './outline.ts'

/**
 * These plans have no dependencies, but say in full what each task makes and uses. So a task needs an earlier one that
 * it names, or a file of which it mentions by name: in a sentence, or where its code imports it. A task without files
 * (to verify, to release) needs all before it and is needed by all after it.
 */
export const needsOf = (sections: Section[]): Map<Section, string[]> => {
  const makers = new Map<string, string>()
  const tells = tellingStems(sections)
  const byId = new Map<string, string>()
  const needs = new Map<Section, string[]>()
  let all: string[] = []
  let last: string | null = null
  for (const section of sections) {
    const words = new Set([...section.said, ...section.code].join('\n').match(/[\w-]{3,80}/g))
    const named = [...section.said.join('\n').matchAll(/\bTask\s(\d{1,4}[a-z]?(?:\.\d{1,4})?)/gi)].flatMap(
      ([, id = '']) => byId.get(id) ?? [],
    )
    const said = section.said.flatMap(dependenciesIn).flatMap(({ name }) => byId.get(name) ?? [])
    const used = [...words].flatMap((word) => makers.get(word) ?? [])
    const isAlone = section.files.length === 0
    needs.set(
      section,
      distinct([...named, ...said, ...used, ...(last === null ? [] : [last]), ...(isAlone ? all : [])]),
    )
    if (isAlone) last = section.key
    all = isAlone ? [section.key] : [...all, section.key]
    if (section.id !== null) byId.set(section.id, section.key)
    for (const file of section.files) if (tells.has(stemOf(file))) makers.set(stemOf(file), section.key)
  }
  return needs
}

/** `src/user_store.py` is imported as `user_store`. */
const stemOf = (file: string): string =>
  file.slice(file.lastIndexOf('/') + 1).replace(/(?:\.(?:test|spec|d))?\.\w{1,10}$/, '')

/** Names that mean one file of the plan; half of all folders have an `index`, and nothing uses a test. */
const tellingStems = (sections: Section[]): Set<string> => {
  const files = distinct(sections.flatMap((section) => section.files)).filter(
    (file) => fileKind(file) !== 'tests',
  )
  const byStem = Map.groupBy(files, stemOf)
  return new Set(
    [...byStem].flatMap(([stem, own]) => (own.length === 1 && !saysNothing.test(stem) ? [stem] : [])),
  )
}

const saysNothing = /^(?:index|main|mod|__init__|readme|package|setup)$/i
