import { XMLParser } from 'fast-xml-parser'

/** An element: attributes are texts, elements are lists of elements. */
export interface Element {
  [name: string]: string | Element[] | undefined
}

/** Entities stay as they are written: a few lines of them can stand for gigabytes. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  alwaysCreateTextNode: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
})

/** The parser takes a document that is cut short for a whole one. */
export const parseXml = (text: string): Element => {
  if (!/<\/(?:coverage|report)>\s*$/.test(text.slice(-1000))) throw new Error('cut short')
  return parser.parse(text) as Element
}

export const elements = (of: Element | undefined, name: string): Element[] => {
  const found = of?.[name]
  return Array.isArray(found) ? found : []
}

/** Elements at the end of a path, through every element on the way. */
export const deep = (of: Element, ...path: string[]): Element[] =>
  path.reduce<Element[]>((found, name) => found.flatMap((each) => elements(each, name)), [of])

/** All elements of a name, however deep. */
export const everywhere = (of: Element, name: string): Element[] =>
  Object.entries(of).flatMap(([key, value]) =>
    Array.isArray(value)
      ? [...(key === name ? value : []), ...value.flatMap((each) => everywhere(each, name))]
      : [],
  )

export const attribute = (of: Element, name: string): string => {
  const value = of[name]
  return typeof value === 'string' ? unescaped(value) : ''
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five that every XML has. */
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
