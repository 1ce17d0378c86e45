import { pick, withWhatTheyRun } from './script-names.ts'
import type { TestTool } from './test-tool.ts'

/** Targets of a makefile and recipes of a justfile look alike: a name at the start of a line, then a colon. */
export const recipes = (
  name: string,
  program: string,
  files: string[],
  only: string[] | null = null,
): TestTool => ({
  name,
  find: ({ texts }) => {
    const file = files.find((each) => texts[each] !== undefined)
    if (file === undefined) return null
    const found = recipesOf(texts[file] as string)
    const names = Object.keys(found)
    const picked = only ? same(only.find((each) => names.includes(each))) : pick(names, '-')
    if (!picked) return null
    return {
      file,
      smoke: `${program} ${picked.smoke}`,
      full: `${program} ${picked.full}`,
      scripts: withWhatTheyRun([picked.smoke, picked.full], found),
    }
  },
})

const same = (name: string | undefined) => (name === undefined ? null : { smoke: name, full: name })

/** By name: what it needs, then its lines. */
function recipesOf(text: string): Record<string, string> {
  const found = [
    ...text.matchAll(
      /^@?([A-Za-z][\w-]*)(?![ \t]*[:?+]?=)(?:[ \t]+[^:\n]*)?:([^\n]*)((?:\n[ \t]+\S[^\n]*)*)/gm,
    ),
  ]
  return Object.fromEntries(
    found.map(([, name = '', needs = '', lines = '']) => {
      const recipe = [needs, ...lines.split('\n')].map((line) => line.trim()).filter((line) => line !== '')
      return [name, recipe.join('; ')]
    }),
  )
}
