import { typescript as typescriptSyntax } from '../../syntax/syntax.ts'
import { arithmetic, type Language, places, words } from '../language.ts'

/** Numbers, texts that stand in the type, and lists of these. */
const one = `(?:number|bigint|boolean|null|undefined|Date|true|false|\\d+|'[^']*'|"[^"]*"|keyof typeof \\w+)`
const numbers = new RegExp(
  `^\\|?\\s*(?:readonly\\s+)?${one}(?:\\[\\])?(?:\\s*\\|\\s*${one}(?:\\[\\])?)*$|^(?:Readonly)?(?:Array|Set)<${one}>$`,
)

export const typescript: Language = {
  ...typescriptSyntax,
  severity: 'error',
  query: `
    (call_expression function: (_) @tag arguments: (template_string) @operand (#eq? @tag "String.raw")) @same
    (call_expression function: (_) @callee arguments: (template_string)) @tagged
    (template_string (template_substitution (_) @hole) @gap) @text
    [(template_string) (string)] @text
    (binary_expression left: (_) @left operator: _ @operator right: (_) @right) @operation
    (ternary_expression consequence: (_) @operand alternative: (_) @operand) @choice
    (parenthesized_expression (_) @operand) @same
    (await_expression (_) @operand) @same
    (non_null_expression (_) @operand) @same
    (as_expression . (_) @operand) @same
    (satisfies_expression . (_) @operand) @same
    (assignment_expression right: (_) @operand) @same
    (spread_element (_) @operand) @same
    [(array (_) @operand) (object (_) @operand)] @list
    [(array) (object)] @list
    (pair key: (_) @key value: (_) @operand) @entry
    (subscript_expression object: (_) @operand) @index
    (call_expression function: (identifier) @callee arguments: (arguments) @arguments) @call
    (call_expression function: (await_expression (identifier) @callee) arguments: (arguments) @arguments) @call
    (call_expression function: (member_expression object: (_) @receiver property: (_) @callee) arguments: (arguments) @arguments) @call
    (call_expression function: (await_expression (member_expression object: (_) @receiver property: (_) @callee)) arguments: (arguments) @arguments) @call
    (new_expression constructor: (identifier) @callee arguments: (arguments) @arguments) @call
    (new_expression constructor: (member_expression property: (_) @callee) arguments: (arguments) @arguments) @call
    (variable_declarator name: (_) @target value: (_) @operand) @assign
    (assignment_expression left: (_) @target right: (_) @operand) @assign
    (augmented_assignment_expression left: (_) @target right: (_) @operand) @append
    (for_in_statement left: (_) @target right: (_) @operand) @each
    (call_expression function: (member_expression object: (_) @operand property: (_) @loop) arguments: (arguments . (arrow_function parameters: (formal_parameters . (required_parameter pattern: (_) @target))) @each) (#match? @loop "^(forEach|map)$"))
    (call_expression function: (member_expression object: (_) @operand property: (_) @loop) arguments: (arguments . (arrow_function parameter: (_) @target) @each) (#match? @loop "^(forEach|map)$"))
    (public_field_definition name: (_) @target value: (_) @operand) @field
    (required_parameter pattern: (_) @target type: (type_annotation) @type) @typed
    (optional_parameter pattern: (_) @target type: (type_annotation) @type) @typed
    (variable_declarator name: (_) @target type: (type_annotation) @type) @typed
    (enum_declaration name: (_) @name) @closed
    (type_alias_declaration name: (_) @name value: (_) @type) @closed
    (function_declaration name: (_) @name parameters: (_) @parameters) @function
    (method_definition name: (_) @name parameters: (_) @parameters) @function
    (variable_declarator name: (_) @name value: (arrow_function parameters: (_) @parameters body: (statement_block)) @function)
    (variable_declarator name: (_) @name value: (arrow_function parameters: (_) @parameters body: (expression) @result) @function)
    (variable_declarator name: (_) @name value: (function_expression parameters: (_) @parameters) @function)
    (pair key: (_) @name value: (arrow_function parameters: (_) @parameters body: (statement_block)) @function)
    (pair key: (_) @name value: (function_expression parameters: (_) @parameters) @function)
    (public_field_definition name: (_) @name value: (arrow_function parameters: (_) @parameters) @function)
    (assignment_expression left: (member_expression property: (_) @name) right: (arrow_function parameters: (_) @parameters) @function)
    (arrow_function parameters: (_) @parameters body: (expression) @result) @function
    (arrow_function parameter: (_) @parameters body: (expression) @result) @function
    (arrow_function) @function
    (function_expression parameters: (_) @parameters) @function
    (return_statement (_) @result) @return
    (binary_expression left: (binary_expression left: (_) @subject operator: ["!==" "!="] right: (string (string_fragment)) @collection) operator: "&&" right: (binary_expression left: (_) @again operator: ["!==" "!="] right: (string (string_fragment))) (#eq? @subject @again)) @membership
  `,
  operators: {
    ...{ '+': 'concat', '||': 'choice', '??': 'choice', '&&': 'second', in: 'membership' },
    ...arithmetic('- * / % ** | & << >> >>> ^'),
  },
  names: ['identifier', 'member_expression', 'shorthand_property_identifier', 'this'],
  constants: [
    'number',
    'true',
    'false',
    'null',
    'undefined',
    'unary_expression',
    'update_expression',
    'regex',
  ],
  sinks: [
    {
      names: words(`
        query execute exec run all get each prepare raw unsafe batch queryRaw $queryRaw $executeRaw
        $queryRawUnsafe $executeRawUnsafe executeSql executeQuery runQuery querySingle one oneOrNone none many
        manyOrNone any multi result selectAll createQueryStream createQueryJob literal QueryStream Cursor sql
        execAsync runAsync getAllAsync getFirstAsync executeRaw SqlQuery rawQuery queryAsync Query pluck
        iterate queryOne queryAll streamQuery executeMultiple select queryStream transaction
      `),
      takes: 'statement',
    },
    {
      names: words(`
        whereRaw orWhereRaw andWhereRaw havingRaw orderByRaw groupByRaw joinRaw fromRaw selectRaw
        $queryRawUnsafe $executeRawUnsafe unsafe
      `),
      takes: 'fragment',
    },
    {
      names: ['raw'],
      receiver: /(?:^|\.)(?:knex|db|sql|Prisma|trx|database|connection|conn|qb)$/i,
      takes: 'fragment',
    },
    { names: ['literal'], receiver: /(?:^|\.)sequelize$/i, takes: 'fragment' },
    {
      names: words(`
        where andWhere orWhere having andHaving orHaving orderBy addOrderBy addSelect leftJoin innerJoin
        leftJoinAndSelect innerJoinAndSelect
      `),
      takes: 'condition',
    },
  ],
  harmless:
    /^(?:parseInt|parseFloat|Number|BigInt|Boolean|isNaN)$|^Number\.\w+$|^(?:Math|Date|performance|crypto)\.\w+$|^(?:uuid|uuidv4|nanoid|randomUUID)$|\.(?:toFixed|toISOString|getTime|valueOf|getFullYear|indexOf|count|size)$|(?:^|\.)(?:escape(?:Id|Identifier|Literal|SQL|Sql)?|quote(?:Id\w*|Ident|Literal|Identifier|Name|Table)?|sqlEscape|format\.(?:literal|ident)|pgFormat\.\w+|literal|ident|identifier|sanitizeIdentifier)$/,
  harmlessTypes: numbers,
  closedTypes: numbers,
  own: /^(?:this|self)\.(?:\w+\.)*_?\w*(?:[tT]able|[sS]chema|[pP]refix)\w*$|^[A-Z]\w*\.[A-Z]\w*$|^[A-Z]\w*\.table(?:Name)?$|^tables\.\w+$|\.length$|\.(?:metadata\.(?:tableName|tablePath)|getTableName)$/,
  passes: places({
    receiver: `
      trim trimEnd trimStart toString toLowerCase toUpperCase slice substring substr filter sort reverse flat
      repeat padEnd padStart normalize find at pop shift
    `,
    0: 'values keys freeze from fill Set Map String stripIndent dedent raw text',
    all: 'concat Array of',
  }),
  formats: places({
    0: 'format sprintf vsprintf',
  }),
  joins: places({
    receiver: 'join',
  }),
  appends: ['push', 'unshift', 'add'],
  builders: ['Set'],
  maps: places({
    0: 'map flatMap',
  }),
  filters: places({ 0: 'filter find' }),
  intersections: [],
  lookups: ['get'],
  memberships: [
    { names: words('includes has indexOf hasOwnProperty'), subject: 0, collection: 'receiver' },
    { names: ['hasOwn'], subject: 1, collection: 0 },
  ],
  patterns: [
    { names: words('test exec'), subject: 0, pattern: 'receiver' },
    { names: ['match'], subject: 'receiver', pattern: 0 },
  ],
  selves: ['this.'],
  mend: (it) => `db.query('… WHERE name = $1', [${it}]), with the driver's own mark ($1, ? or :name).`,
  choose: (it) => `const COLUMNS = { name: 'name' }; const column = COLUMNS[${it}] ?? 'id'.`,
}
