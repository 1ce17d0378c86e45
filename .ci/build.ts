// Bundles the program into dist/, with the licences of what is inside it. dist/cli.js is the program; it loads of the
// parts beside it what a command needs. In one file of 1.6 MB reading it took longer than starting Node itself, and the
// compile cache, which the program has to switch on first, came too late for it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { type BuildOptions, build, context, type Metafile, type Plugin } from 'esbuild'

const root = join(import.meta.dirname, '..')

/**
 * Node's own modules are fetched when first used. A static import of one that an old Node lacks would fail before
 * the program could say which Node it needs, and each costs start-up time in commands that never touch it.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      // import('node:…') is late already, and wants the module's own names.
      kind === 'dynamic-import' ? { path, external: true } : { path, namespace: 'builtin' },
    )
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
      loader: 'js',
    }))
  },
}

/**
 * What nothing here uses: zod's messages in fifty languages, which a worker would read for every batch; Ink's developer
 * tools, which need a package of their own; the validator that conf takes a schema to (ours are zod's), and that an MCP
 * server takes filled in forms to (ours has none).
 */
const leftOut: Plugin = {
  name: 'left-out',
  setup({ onResolve, onLoad }) {
    const leaveOut = (filter: RegExp, from: RegExp) =>
      onResolve({ filter }, ({ path, importer }) =>
        from.test(importer) ? { path, namespace: 'left-out' } : null,
      )
    leaveOut(/locales\/index\.js$/, /node_modules\/zod\//)
    leaveOut(/\/devtools\.js$/, /node_modules\/ink\//)
    leaveOut(/^ajv/, /node_modules\/(?:conf|@modelcontextprotocol)\//)
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'export class Ajv2020 {}\nexport default {}',
      loader: 'js',
    }))
  },
}

const options: BuildOptions = {
  absWorkingDir: root,
  entryPoints: ['source/cli.ts'],
  outdir: 'dist',
  bundle: true,
  // Its entry for Node loads its parts in a way that a bundler cannot follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // Native, so it cannot be inside; br-tui works without it, but for terminals in panes.
  external: ['@lydell/node-pty'],
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node22.15',
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  logLevel: 'warning',
  banner: {
    js: '#!/usr/bin/env node\nconst require=process.getBuiltinModule?.("module").createRequire(import.meta.url);',
  },
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [lazyBuiltins, leftOut],
}

/** What browsers are sent by the host for the page. A part of its own: nothing of it is loaded by the program. */
const pageOptions: BuildOptions = {
  absWorkingDir: root,
  entryPoints: [
    { in: 'source/page/main.tsx', out: 'page' },
    { in: 'source/page/page.css', out: 'page' },
  ],
  outdir: 'dist/page',
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  minify: true,
  metafile: true,
  logLevel: 'warning',
}

/** The licence texts of every package that ended up in the bundle, as their licences ask. */
function licences(inputs: string[]): string {
  const folders = new Set<string>(['node_modules/@vscode/tree-sitter-wasm'])
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (match) folders.add(match[1] as string)
  }
  return [...folders].sort().map(licence).join('\n\n')
}

function licence(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each))
  const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : ''
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(70)}`
}

/** The parser and the grammars of the languages that are read; packed, for they are 12 MB otherwise. */
const grammars = {
  runtime: 'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  ...Object.fromEntries(
    ['python', 'typescript', 'tsx', 'php', 'ruby', 'c-sharp', 'go', 'java'].map((name) => [
      name,
      `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`,
    ]),
  ),
}

/** Quality 6 takes half a second, the best possible 80 s for an eighth less. */
function packGrammars(): string[] {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6 }
  mkdirSync(join(root, 'dist/grammars'), { recursive: true })
  return Object.entries(grammars).map(([name, file]) => {
    const packed = `dist/grammars/${name}.wasm.br`
    writeFileSync(join(root, packed), brotliCompressSync(readFileSync(join(root, file)), { params }))
    return packed
  })
}

/** Afterwards and not before: hosts and tests that run from here must find the program at any time. */
function removeOthers(wanted: string[]): void {
  for (const entry of readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isDirectory() && !wanted.includes(relative(root, path))) rmSync(path, { force: true })
  }
}

if (process.argv.includes('--watch')) {
  for (const each of [options, pageOptions]) await (await context({ ...each, logLevel: 'info' })).watch()
} else {
  const built = await Promise.all([build(options), build(pageOptions)])
  const all = (of: keyof Metafile) => built.flatMap(({ metafile }) => Object.keys(metafile?.[of] ?? {}))
  writeFileSync(join(root, 'dist/licenses.txt'), licences(all('inputs')))
  removeOthers([...all('outputs'), ...packGrammars(), 'dist/licenses.txt'])
}
