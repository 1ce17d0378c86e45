import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

/**
 * The parser (`runtime`) or one of its grammars, as WebAssembly. The built program has them packed beside it (0.8 MB
 * instead of 12); run from source they come from their packages.
 */
export const readGrammar = async (name: string): Promise<Uint8Array> => {
  const packed = ['grammars', '../grammars']
    .map((folder) => join(import.meta.dirname, folder, `${name}.wasm.br`))
    .find((file) => existsSync(file))
  return packed ? promisify(brotliDecompress)(await readFile(packed)) : readFile(packageFile(name))
}

const packageFile = (name: string): string =>
  createRequire(import.meta.url).resolve(
    name === 'runtime'
      ? 'web-tree-sitter/web-tree-sitter.wasm'
      : `@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`,
  )
