import {
  byExtension,
  cSharp,
  extensionOf,
  go,
  java,
  php,
  python,
  ruby,
  typescript,
} from '../../syntax/syntax.ts'
import { OPEN_NAMES, type StubLanguage } from './stub-language.ts'

const or = (...patterns: RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'))

const UNUSED = /\s*_\w*\??(?:\s*:(?:[^,()<]|<[^>]*>)*)?/.source
/** Of TypeScript: what begins with `_` is there, and not used, on purpose. */
const UNUSED_PARAMETERS = new RegExp(`\\(${UNUSED}(?:,${UNUSED})*,?\\s*\\)`)

export const STUB_LANGUAGES: StubLanguage[] = [
  {
    ...python,
    query: `
      (comment) @comment
      (function_definition name: (_) @name body: (block) @body) @function
      (raise_statement . (_) @what) @thrown
      (return_statement . (identifier) @what (#eq? @what "NotImplemented")) @thrown
    `,
    says: /^NotImplemented(?:Error)?\b/,
    marksAbstract: true,
    nothing: /^(?:pass|\.\.\.)$/,
    mayBeEmpty: /^__\w+__$|^_*(?:noop|no_op|nop|dummy|do_nothing|null)/i,
    emptyByHead: /@[\w.]*(?:abstract|overload|override|fixture|slot|event|hookspec|command|group|callback)/i,
    types: ['class_definition'],
    openTypes: or(OPEN_NAMES, /\b(?:Protocol|ABC|ABCMeta|Interface|Visitor|Handler)\b/),
  },
  {
    ...typescript,
    query: `
      (comment) @comment
      (function_declaration name: (_) @name body: (_) @body) @function
      (generator_function_declaration name: (_) @name body: (_) @body) @function
      (class_body (method_definition name: (_) @name body: (_) @body) @function)
      (export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: (arrow_function body: (statement_block) @body)) @function))
      (throw_statement (_) @what) @thrown
    `,
    says: /^new\s+(?:[\w.]+\.)?NotImplemented\w*\b/,
    // A function with a capital letter makes objects.
    mayBeEmpty:
      /^constructor$|^[A-Z]|^_*(?:[nN]o_?[oO]p|nop|do_?[nN]othing|ignore|null|empty|disabled|dummy)|(?:Dummy|[nN]o[oO]p)$/,
    emptyByHead: or(/^[\w\s]*\boverride\s/, UNUSED_PARAMETERS, /^\s*(?:static\s+)?set\s/),
    types: ['class_declaration', 'abstract_class_declaration', 'class'],
    openTypes: or(OPEN_NAMES, /\babstract\s+class|\bextends\b/),
  },
  {
    ...php,
    query: `
      (comment) @comment
      (function_definition name: (_) @name body: (_) @body) @function
      (method_declaration name: (_) @name body: (_) @body) @function
      (throw_expression (_) @what) @thrown
    `,
    says: /^new\s+[\w\\]*NotImplemented\w*\b/i,
    mayBeEmpty: /^__\w+$|^_*(?:no_?op|nop|dummy|do_?nothing|null)/i,
    types: [
      'class_declaration',
      'trait_declaration',
      'anonymous_class',
      'object_creation_expression',
      'enum_declaration',
    ],
    openTypes: or(OPEN_NAMES, /\babstract\s+class|\b(?:extends|implements|trait)\b|\bnew\b/),
  },
  {
    ...ruby,
    query: `
      (comment) @comment
      (method name: (_) @name) @function
      (singleton_method name: (_) @name) @function
      (call method: (identifier) @raise arguments: (argument_list . (_) @what) (#any-of? @raise "raise" "fail")) @thrown
    `,
    says: /^(?:[\w:]+::)?NotImplementedError\b/,
    marksAbstract: true,
    mayBeEmpty:
      /^initialize$|^(?:included|extended|inherited|prepended|method_added)$|^_*(?:no_?op|nop|dummy|null)/i,
    types: ['class', 'module'],
    // An action without a body shows its page, and a superclass may be asked for the method.
    openTypes: or(OPEN_NAMES, /^module\b|^class\s+\S*Controller\b|^class\s+\S+\s*</),
  },
  {
    ...cSharp,
    query: `
      (comment) @comment
      (method_declaration name: (_) @name body: (_) @body) @function
      (throw_statement (_) @what) @thrown
      (throw_expression (_) @what) @thrown
    `,
    says: /^new\s+(?:[\w.]+\.)?NotImplementedException\b/,
    mayBeEmpty:
      /^(?:Dispose|DisposeAsync|InitializeComponent|Main)$|^_*(?:no_?op|nop|dummy|do_?nothing|null)/i,
    emptyByHead: /\b(?:override|virtual|partial|extern)\b/,
    types: ['class_declaration', 'struct_declaration', 'record_declaration', 'interface_declaration'],
    openTypes: or(OPEN_NAMES, /\babstract\b|\binterface\b|:/),
  },
  {
    ...go,
    query: `
      (comment) @comment
      (function_declaration name: (_) @name body: (_) @body) @function
      (method_declaration name: (_) @name body: (_) @body) @function
      (call_expression function: (identifier) @panic arguments: (argument_list . (_) @what) (#eq? @panic "panic")) @thrown
      (return_statement (expression_list (call_expression function: (selector_expression) @made) @what . (#any-of? @made "errors.New" "fmt.Errorf"))) @thrown
    `,
    says: /^(?:[\w.]+\.)?ErrNotImplemented\b/,
    mayBeEmpty: /^_?$|^_*(?:no_?op|nop|dummy|do_?nothing|null)/i,
    // A method without parameters marks a type as one of an interface's; `_` is a parameter nobody wants.
    emptyByHead:
      /^func\s*\([^)]*\)\s*\w+\s*\(\s*\)|^func\s*\(\s*(?:\w+\s+)?\*?\w*(?:[nN]o[oO]?p|[nN]ull|[dD]iscard|[mM]ock|[fF]ake|[sS]tub)\w*\s*\)|^func\s*\([^)\s]*\)|\(\s*_\b|^func\s+init\b/,
    types: [],
    openTypes: OPEN_NAMES,
  },
  {
    ...java,
    query: `
      (line_comment) @comment
      (block_comment) @comment
      (method_declaration name: (_) @name body: (_) @body) @function
      (throw_statement (_) @what) @thrown
    `,
    says: /^new\s+(?:[\w.]+\.)?NotImplemented(?:Exception|Error)\b/,
    mayBeEmpty: /^_*(?:no_?op|nop|dummy|do_?nothing|null)/i,
    emptyByHead: /@Override\b|@(?:Pointcut|BeforeEach|AfterEach)\b|\bdefault\b/,
    types: [
      'class_declaration',
      'interface_declaration',
      'record_declaration',
      'enum_declaration',
      'object_creation_expression',
    ],
    openTypes: or(OPEN_NAMES, /\babstract\b|\binterface\b|\bextends\b|\bnew\b/),
  },
]

const known = byExtension(STUB_LANGUAGES)

/** Declarations of types alone have nothing to be filled. */
export const stubLanguageOf = (file: string): StubLanguage | undefined =>
  /\.d\.[cm]?ts$/.test(file) ? undefined : known.get(extensionOf(file))
