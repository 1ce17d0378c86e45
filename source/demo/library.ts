/**
 * What the streams of the demo's plan write: a small library for plain text, with its tests. Quotes are double in
 * there and templates are not used, so that it stands in these strings as it is.
 */

const refusal = (name: string) => `if (typeof ${name} !== "string") throw new TypeError("a text is a string")`

export const width = `// How many cells a text takes in a terminal.
export function width(text) {
  ${refusal('text')}
  return [...text].length
}`

export const widthTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { width } from "../src/width.js"

test("an emoji is one character wide", () => assert.equal(width("tea 🫖"), 5))`

export const wrap = `import { width } from "./width.js"

// A text as lines of at most so many columns.
export function wrap(text, columns) {
  ${refusal('text')}
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = [lines.at(-1), word].filter(Boolean).join(" ")
    if (width(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}`

export const wrapTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { wrap } from "../src/wrap.js"

test("wraps at spaces", () => assert.deepEqual(wrap("a cup of tea", 5), ["a cup", "of", "tea"]))`

/** Takes anything for a text: what the rule of another stream does not allow. */
export const carelessIndent = `// Every line of a text moved to the right.
export function indent(text, by = 2) {
  return String(text).split("\\n").map((line) => " ".repeat(by) + line).join("\\n")
}`

export const indent = `// Every line of a text moved to the right.
export function indent(text, by = 2) {
  ${refusal('text')}
  return text.split("\\n").map((line) => " ".repeat(by) + line).join("\\n")
}`

export const indentTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { indent } from "../src/indent.js"

test("moves every line", () => assert.equal(indent("a\\nb"), "  a\\n  b"))`

const rowsRefusal = 'if (!Array.isArray(rows)) throw new TypeError("rows are an array")'

export const table = `import { width } from "./width.js"

// Rows as lines with aligned columns.
export function table(rows) {
  ${rowsRefusal}
  const widest = (column) => Math.max(...rows.map((row) => width(row[column])))
  const cell = (text, column) => text + " ".repeat(widest(column) - width(text))
  return rows.map((row) => row.map(cell).join(" ").trimEnd())
}`

export const tableTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { table } from "../src/table.js"

test("aligns columns", () => assert.deepEqual(table([["tea", "3"], ["coffee", "4"]]), ["tea    3", "coffee 4"]))`

export const csv = `// Rows as comma separated values.
export function csv(rows) {
  ${rowsRefusal}
  const cell = (text) => (/[",\\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text)
  return rows.map((row) => row.map(cell).join(",")).join("\\n")
}`

export const csvTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { csv } from "../src/csv.js"

test("quotes what needs it", () => assert.equal(csv([["tea, black", "3"]]), '"tea, black",3'))`

export const title = `// A text with every word in capitals.
export function title(text) {
  ${refusal('text')}
  return text.split(" ").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(" ")
}`

/** The rule that one stream decides for all: it looks at every file that is there, whoever wrote it. */
export const rulesTest = `import assert from "node:assert/strict"
import { readdirSync } from "node:fs"
import { test } from "node:test"

const source = new URL("../src/", import.meta.url)
for (const file of readdirSync(source).filter((name) => name !== "index.js")) {
  for (const [name, call] of Object.entries(await import(new URL(file, source)))) {
    test(name + " refuses to work on nothing", () => assert.throws(() => call(undefined), TypeError))
  }
}`

export const titleTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { title } from "../src/title.js"

test("begins every word with a capital", () => assert.equal(title("green tea"), "Green Tea"))`

export const anchor = `// A title as the end of an address.
export function anchor(text) {
  ${refusal('text')}
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")
}`

export const anchorTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { anchor } from "../src/anchor.js"

test("keeps letters and digits", () => assert.equal(anchor("Green Tea, 2nd cup!"), "green-tea-2nd-cup"))`

export const indexTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import * as pocket from "../src/index.js"

test("everything comes from one place", () => {
  assert.deepEqual(Object.keys(pocket).sort(), ["anchor", "csv", "indent", "table", "title", "width", "wrap"])
})

test("the parts work together", () => {
  assert.equal(pocket.indent(pocket.table([[pocket.title("green tea"), "3"]]).join("\\n")), "  Green Tea 3")
})`

export const exporting = (...names: string[]): string =>
  names.map((name) => `export { ${name} } from "./${name}.js"`).join('\n')
