import { python as pythonSyntax } from '../../syntax/syntax.ts'
import { arithmetic, type Language, places, words } from '../language.ts'

const number =
  '(?:int|float|bool|complex|None|(?:decimal\\.)?Decimal|(?:uuid\\.)?UUID|(?:datetime\\.)?(?:date|datetime|time|timedelta)|(?:typing\\.)?Literal\\[[^\\]]*\\])'
const several = '(?:[Ll]ist|[Ss]et|[Tt]uple|Sequence|Iterable|Collection|[Ff]rozen[Ss]et|Optional)'
const numbers = new RegExp(
  `^(?:typing\\.)?(?:${number}|${several}\\[${number}(?:, ?\\.\\.\\.)?\\])(?: ?\\| ?(?:${number}|${several}\\[${number}\\]))*$`,
)

export const python: Language = {
  ...pythonSyntax,
  severity: 'error',
  query: `
    (string (interpolation expression: (_) @hole) @gap) @text
    (string) @text
    (concatenated_string (string) @operand) @concat
    (binary_operator left: (_) @left operator: _ @operator right: (_) @right) @operation
    (interpolation (format_specifier) @type (#match? @type "[dfFeEgGxXobn%]$")) @number
    (conditional_expression . (_) @operand (_) (_) @operand .) @choice
    (boolean_operator left: (_) @operand right: (_) @operand) @choice
    (parenthesized_expression (_) @operand) @same
    (await (_) @operand) @same
    (named_expression value: (_) @operand) @same
    (list_splat (_) @operand) @same
    [(list (_) @operand) (tuple (_) @operand) (set (_) @operand) (dictionary (_) @operand) (expression_list (_) @operand)] @list
    [(list) (tuple) (set) (dictionary)] @list
    (pair key: (_) @key value: (_) @operand) @entry
    (keyword_argument name: (_) @key value: (_) @operand) @entry
    (generator_expression body: (_) @operand) @same
    (list_comprehension body: (_) @operand) @same
    (subscript value: (_) @operand) @index
    (call function: (identifier) @callee arguments: (_) @arguments) @call
    (call function: (attribute object: (_) @receiver attribute: (_) @callee) arguments: (_) @arguments) @call
    (assignment left: (_) @target right: (_) @operand) @assign
    (assignment left: (pattern_list . (_) @target) right: (expression_list . (_) @operand)) @assign
    (named_expression name: (_) @target value: (_) @operand) @assign
    (augmented_assignment left: (_) @target right: (_) @operand) @append
    (for_statement left: (_) @target right: (_) @operand) @each
    (_ body: (_) (for_in_clause left: (_) @target right: (_) @operand)) @each
    (typed_parameter . (identifier) @target type: (_) @type) @typed
    (typed_default_parameter name: (_) @target type: (_) @type) @typed
    (for_statement left: (pattern_list . (identifier) @target) right: (call function: (identifier) @loop (#eq? @loop "enumerate"))) @typed
    (for_statement left: (pattern_list (_) (identifier) @target .) right: (call function: (identifier) @loop arguments: (argument_list . (_) @operand) (#eq? @loop "enumerate"))) @each
    (class_definition name: (_) @name superclasses: (_) @type) @closed
    (class_definition body: (block (expression_statement (assignment left: (_) @target right: (_) @operand) @field)))
    (function_definition name: (_) @name parameters: (_) @parameters) @function
    (lambda parameters: (_)? @parameters body: (_) @result) @function
    (return_statement (_) @result) @return
    (comparison_operator . (_) @subject operators: ["in" "not in"] . (_) @collection) @membership
  `,
  operators: { '+': 'concat', '%': 'format', '*': 'repeat', '&': 'meet', ...arithmetic('- / // **') },
  names: ['identifier', 'attribute'],
  constants: [
    'integer',
    'float',
    'true',
    'false',
    'none',
    'not_operator',
    'comparison_operator',
    'unary_operator',
  ],
  sinks: [
    {
      names: words(`
        execute executemany executescript execute_sql execute_query exec_driver_sql raw text read_sql
        read_sql_query query sql fetch fetchrow fetchval fetch_all fetch_one fetch_val iterate run_query
        scalar scalars copy_expert mogrify query_df RawSQL SQL execute_many stream cursor prepare
        from_statement get_records get_first get_pandas_df selectExpr callproc fetch_df execute_async
        aexecute read_database executesql DDL
      `),
      takes: 'statement',
    },
    { names: ['RawSQL', 'literal_column'], takes: 'fragment' },
    { names: ['extra', 'where', 'filter', 'having', 'order_by', 'text'], takes: 'condition' },
  ],
  harmless:
    /^(?:int|float|len|bool|ord|hash|round|Decimal|decimal\.Decimal|complex|sum|range|id|abs)$|^(?:uuid\.)?(?:UUID|uuid[1-5])$|^(?:time\.|datetime\.|date\.|timezone\.)+\w+$|(?:^|[._])(?:quote_ident\w*|quote_name|quote_literal|quote_identifier|Identifier|Literal|Placeholder|escape_identifier|escape_literal|bindparam)$|^(?:conn\w*|connection|db|cur\w*|pymysql|MySQLdb)\.(?:escape|literal|mogrify)$|\.(?:quote|isoformat|strftime|timestamp|count|index|bit_length|count_documents)$|^(?:sql\.|psycopg2?\.sql\.)?SQL\(.*\.(?:format|join)$/s,
  escapes: /(?:^|[._])escape_string$/,
  harmlessTypes: numbers,
  hintsOnly: true,
  closedTypes: /\b\w*(?:Enum|Flag|TextChoices|IntegerChoices)\b/,
  own: /\.__table__\.(?:columns|c)$|(?:^|\.)_meta\.(?:db_table|pk\.column|pk\.attname)$|\.?__(?:tablename|table__\.name|name)__$|^(?:self|cls)\.(?:__class__\.)?_{0,2}\w*(?:table|schema|prefix|view|index)\w*$|^[A-Z]\w*\.\w*(?:table|schema)\w*$/,
  passes: places({
    receiver: 'strip lstrip rstrip lower upper title encode decode copy keys values split',
    0: `
      dedent str sorted list tuple set frozenset reversed cleandoc text Template repeat unescape repr
      format_sql dict
    `,
    all: 'min max',
  }),
  formats: places({
    receiver: 'format format_map substitute safe_substitute',
  }),
  joins: places({
    0: 'join',
  }),
  appends: ['append', 'extend', 'write', 'add', 'insert'],
  builders: ['StringIO', 'deque'],
  maps: places({
    0: 'map',
  }),
  filters: places({ 0: 'filter' }),
  intersections: ['intersection'],
  lookups: ['get', 'pop', 'setdefault', '__getitem__'],
  memberships: [],
  patterns: [
    { names: words('match fullmatch'), subject: 1, pattern: 0 },
    { names: words('isidentifier isdigit isalnum isnumeric isdecimal isalpha'), subject: 'receiver' },
  ],
  selves: ['self.', 'cls.'],
  mend: (it) => `cursor.execute("… WHERE name = %s", (${it},)), with the driver's own mark (%s, ? or :name).`,
  choose: (it) => `COLUMNS = {"name": "name"}; column = COLUMNS[${it}].`,
}
