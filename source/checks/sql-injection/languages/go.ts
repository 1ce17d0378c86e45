import { go as goSyntax } from '../../syntax/syntax.ts'
import { arithmetic, type Language, places, words } from '../language.ts'

export const go: Language = {
  ...goSyntax,
  severity: 'warning',
  query: `
    [(interpreted_string_literal) (raw_string_literal) (rune_literal)] @text
    (binary_expression left: (_) @left operator: _ @operator right: (_) @right) @operation
    (parenthesized_expression (_) @operand) @same
    (literal_element (_) @operand) @same
    (variadic_argument (_) @operand) @same
    (literal_value (_) @operand) @list
    (literal_value) @list
    (composite_literal body: (_) @operand) @same
    (keyed_element key: (_) @key value: (_) @operand) @entry
    (index_expression operand: (_) @operand) @index
    (expression_list . (_) @operand .) @same
    (expression_list (_) @operand) @list
    (call_expression function: (identifier) @callee arguments: (_) @arguments) @call
    (call_expression function: (selector_expression operand: (_) @receiver field: (_) @callee) arguments: (_) @arguments) @call
    (type_conversion_expression operand: (_) @operand) @same
    (short_var_declaration left: (expression_list . (_) @target) right: (expression_list . (_) @operand)) @assign
    (assignment_statement left: (expression_list . (_) @target) operator: "+=" right: (expression_list . (_) @operand)) @append
    (assignment_statement left: (expression_list . (_) @target) operator: "=" right: (expression_list . (_) @operand)) @assign
    (const_spec name: (_) @target value: (expression_list . (_) @operand)) @assign
    (var_spec name: (_) @target value: (expression_list . (_) @operand)) @assign
    (range_clause left: (expression_list (_) @target .) right: (_) @operand) @each
    (parameter_declaration name: (_) @target type: (_) @type) @typed
    (var_spec name: (_) @target type: (_) @type) @typed
    (function_declaration name: (_) @name parameters: (_) @parameters) @function
    (method_declaration name: (_) @name parameters: (_) @parameters) @function
    (func_literal parameters: (_) @parameters) @function
    (return_statement (expression_list . (_) @result)) @return
  `,
  operators: { '+': 'concat', ...arithmetic('- * / %') },
  names: ['identifier', 'selector_expression'],
  constants: ['int_literal', 'float_literal', 'true', 'false', 'nil', 'unary_expression'],
  sinks: [
    {
      names: words(`
        Query QueryContext QueryRow QueryRowContext Exec ExecContext Prepare PrepareContext Raw Select
        SelectContext Get GetContext Queryx QueryxContext QueryRowx MustExec NamedExec NamedQuery Rebind
        SendBatch Queue Preparex NewRaw SQL
      `),
      takes: 'statement',
    },
    { names: ['Where', 'Or', 'Not', 'Having', 'Order', 'Joins', 'Group', 'OrderBy'], takes: 'condition' },
  ],
  harmless:
    /^(?:len|cap|int|int8|int16|int32|int64|uint\w*|float32|float64|bool)$|^strconv\.(?!Quote$)\w+$|(?:^|\.)(?:QuoteIdentifier|QuoteLiteral|Sanitize|Quote|Rebind|Unix\w*|Int63|Intn|TableName|QuoteName)$|^(?:time|uuid|rand)\.\w+$/,
  harmlessTypes: /^(?:u?int(?:8|16|32|64)?|float(?:32|64)|bool|byte|uuid\.UUID|time\.\w+)$/,
  own: /^\w+\.\w*(?:table|schema|prefix)\w*$/i,
  passes: places({
    0: `
      TrimSpace TrimSuffix TrimPrefix TrimRight TrimLeft Trim ToLower ToUpper Repeat string Clone Title
    `,
    receiver: 'String',
    all: 'append Sprint Sprintln',
  }),
  formats: places({
    0: 'Sprintf',
  }),
  joins: places({
    0: 'Join',
  }),
  appends: ['WriteString', 'WriteByte', 'WriteRune', 'Write'],
  builders: ['NewBufferString', 'NewBuffer'],
  maps: places({}),
  filters: places({}),
  intersections: [],
  lookups: [],
  memberships: [{ names: ['Contains'], subject: 1, collection: 0 }],
  patterns: [{ names: ['MatchString'], subject: 0, pattern: 'receiver' }],
  selves: [],
  mend: (it) => `db.Query("… WHERE name = $1", ${it}), with the driver's own mark ($1 or ?).`,
  choose: (it) => `column, ok := map[string]string{"name": "name"}[${it}].`,
}
