/** What the bold words above the lists of a stream mean. */
type LabelKind =
  | 'files'
  | 'work'
  | 'contracts'
  | 'dependencies'
  | 'depends-on'
  | 'after'
  | 'duration'
  | 'other'

export const labelKind = (label: string): LabelKind =>
  kinds.find(([, pattern]) => pattern.test(label))?.[0] ?? 'other'

const kinds: [LabelKind, RegExp][] = [
  ['files', /^(?:[\w-]+ ){0,2}files(?: (?:to \w+|touched|changed|created|modified))?(?: \(.*\))?$/i],
  ['work', /^(?:(?:[\w&/-]+ ){0,4}(?:work|tasks|steps|to-?dos?|deliverables)|merge phase)(?: \(.*\))?$/i],
  ['contracts', /^(?:(?:shared|interface) )?contracts$/i],
  ['dependencies', /^(?:dependenc(?:y|ies)|prerequisites?)$/i],
  ['depends-on', /^(?:depends on|blocked by)$/i],
  ['after', /^(?:after|runs? after|soft dependenc(?:y|ies))$/i],
  ['duration', /^(?:(?:estimated )?duration|estimated time|estimate|effort)$/i],
]
