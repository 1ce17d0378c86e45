import { lockFileOf } from '../../merging/lock-files.ts'
import { mergeJson } from '../../merging/merge-json.ts'
import { isAppendOnly, unionOf } from '../../merging/union.ts'
import { lockFileRung } from './lock-file.ts'
import { mergeFile } from './merge-file.ts'
import { mergiraf } from './mergiraf.ts'
import { replay } from './rerere.ts'
import type { Rung } from './rung.ts'

const isText: Rung['applies'] = ({ file, isText }) => isText && !lockFileOf(file)

const rerere: Rung = {
  name: 'rerere',
  applies: isText,
  resolve: (conflict, { runtime }) => replay(runtime.places.landClone, conflict),
}

const union: Rung = {
  name: 'union',
  applies: ({ file, isText }) => isText && isAppendOnly(file),
  resolve: async (conflict) => {
    const hunks = await mergeFile(conflict)
    return hunks && unionOf(hunks)
  },
}

const json: Rung = {
  name: 'json',
  applies: (conflict, site) => isText(conflict, site) && /\.(json|jsonc|webmanifest)$/i.test(conflict.file),
  resolve: async (conflict) =>
    mergeJson({ ...conflict, listsAreSets: /(^|\/)package\.json$/.test(conflict.file) }),
}

/** The ladder's rungs that need nobody, the cheapest and surest first. */
export const RUNGS: Rung[] = [rerere, union, json, lockFileRung, mergiraf]
