import { ruby as rubySyntax } from '../../syntax/syntax.ts'
import { arithmetic, type Language, places, words } from '../language.ts'

export const ruby: Language = {
  ...rubySyntax,
  severity: 'error',
  query: `
    (call method: (identifier) @loop block: (_ parameters: (block_parameters . (identifier) @target)) (#match? @loop "^(times|upto|downto|each_index)$")) @typed
    (call receiver: (constant) @of method: (identifier) @made arguments: (argument_list (_) (_) @operand .) (#eq? @of "Array") (#eq? @made "new")) @same
    (string (interpolation (_) @hole) @gap) @text
    (string) @text
    [(simple_symbol) (bare_string) (hash_key_symbol) (character)] @text
    (heredoc_body (interpolation (_) @hole) @gap) @body
    (heredoc_body) @body
    (heredoc_beginning) @heredoc
    (chained_string (string) @operand) @concat
    (binary left: (_) @left operator: _ @operator right: (_) @right) @operation
    (range begin: (integer)) @number
    (conditional consequence: (_) @operand alternative: (_) @operand) @choice
    (if consequence: (then (_) @operand .) alternative: (else (_) @operand .)) @choice
    (if consequence: (then (_) @operand .)) @choice
    (case (when body: (then (_) @operand .))) @choice
    (case (else (_) @operand .)) @choice
    (parenthesized_statements (_) @operand .) @same
    (unary operand: (_) @operand) @same
    (begin (_) @operand .) @same
    (assignment right: (_) @operand) @same
    (splat_argument (_) @operand) @same
    [(array (_) @operand) (string_array (_) @operand) (symbol_array (_) @operand) (hash (_) @operand) (argument_list (_) @operand)] @list
    [(array) (hash)] @list
    (bare_symbol) @text
    (pair key: (_) @key value: (_) @operand) @entry
    (element_reference object: (constant) @callee (_) @argument (#match? @callee "^DB$")) @call
    (element_reference object: (_) @operand) @index
    (call receiver: (_) @receiver method: (_) @callee arguments: (_) @arguments block: (_) @block) @call
    (call receiver: (_) @receiver method: (_) @callee arguments: (_) @arguments) @call
    (call receiver: (_) @receiver method: (_) @callee block: (_) @block) @call
    (call receiver: (_) @receiver method: (_) @callee) @call
    (call method: (_) @callee arguments: (_) @arguments) @call
    (assignment left: (_) @target right: (_) @operand) @assign
    (operator_assignment left: (_) @target operator: "||=" right: (_) @operand) @each
    (operator_assignment left: (_) @target right: (_) @operand) @append
    (call receiver: (_) @operand method: (_) @loop block: (_ parameters: (block_parameters . (_) @target)) @each (#match? @loop "^(each|map|collect|flat_map)"))
    (binary left: (_) @subject operator: ["=~" "!~"] right: (regex) @collection (#match? @collection "^/.A[^.^SWD]*.z/i?$")) @membership
    (method name: (_) @name parameters: (_) @parameters body: (body_statement (_) @result .)) @function
    (method name: (_) @name body: (body_statement (_) @result .)) @function
    (method name: (_) @name parameters: (_)? @parameters) @function
    (singleton_method name: (_) @name parameters: (_) @parameters body: (body_statement (_) @result .)) @function
    (singleton_method name: (_) @name body: (body_statement (_) @result .)) @function
    (singleton_method name: (_) @name parameters: (_)? @parameters) @function
    (block parameters: (_) @parameters body: (block_body (_) @result .)) @function
    (block body: (block_body (_) @result .)) @function
    (do_block parameters: (_) @parameters body: (body_statement (_) @result .)) @function
    (do_block body: (body_statement (_) @result .)) @function
    (lambda parameters: (_) @parameters) @function
    (return (argument_list (_) @result)) @return
  `,
  operators: {
    ...{ '+': 'concat', '<<': 'append', '%': 'format', '*': 'repeat' },
    ...{ '||': 'choice', or: 'choice', '&&': 'second', and: 'second', '&': 'meet' },
    ...arithmetic('- / **'),
  },
  names: [
    'identifier',
    'constant',
    'instance_variable',
    'class_variable',
    'global_variable',
    'scope_resolution',
  ],
  constants: ['integer', 'float', 'true', 'false', 'nil', 'rational', 'regex'],
  sinks: [
    {
      names: words(`
        execute exec query find_by_sql count_by_sql exec_query exec_update exec_insert exec_delete select_all
        select_one select_rows select_value select_values async_exec execute_batch prepare get_first_row
        get_first_value run fetch insert update delete sql send_query exec_params with_sql DB async_query
        execute2 query_single raw_sql exec_query_with_result execute_query select dataset
      `),
      takes: 'statement',
    },
    { names: ['lit'], receiver: /Sequel$/, takes: 'fragment' },
    { names: ['sql'], receiver: /Arel$/, takes: 'fragment' },
    { names: ['order', 'reorder', 'in_order_of'], takes: 'fragment' },
    {
      names: words(`
        where not rewhere having group joins left_joins select pluck pick from find_by find_by! exists?
        update_all delete_by destroy_by delete_all destroy_all calculate sum average minimum maximum lock or
        and filter exclude includes reselect find_or_create_by conditions
      `),
      takes: 'condition',
    },
  ],
  harmless:
    /(?:^|[.])(?:to_i|to_f|to_d|to_r|Integer|Float|BigDecimal|Rational|size|length|count|quote(?!_string)\w*|sanitize_sql\w*|sanitize|connection\.quote\w*|to_sql|quoted_\w+|hex|uuid|object_id|id2name|iso8601|abs|round|now|current|today|ago|escape_literal|escape_identifier|succ|literal|arel_table)$/,
  escapes: /(?:^|[.])(?:escape(?:_string)?|quote_string)$/,
  harmlessCalls: /^Hash\.new(?:\((?:'[^']*'|"[^"#]*"|\d+)\))?$/,
  own: /(?:^|\.)(?:quoted_)?(?:table_name|primary_key|table_name_prefix|quoted_table_name|column_names)$|^@{1,2}\w*(?:table|schema|prefix)\w*$/,
  passes: places({
    receiver: `
      strip lstrip rstrip chomp downcase upcase capitalize to_s to_str freeze dup squish compact sort uniq
      flatten keys values strip_heredoc first last html_safe presence reject select split to_a sample chop
      squeeze to_sym tap gsub sub slice clone
    `,
    all: 'concat merge',
    0: 'String sql lit',
  }),
  formats: places({
    0: 'format sprintf',
  }),
  joins: places({
    receiver: 'join',
  }),
  appends: ['concat', 'push', 'append'],
  builders: [],
  maps: places({
    block: 'map collect flat_map filter_map',
  }),
  filters: places({ block: 'select filter find detect' }),
  intersections: ['intersection'],
  lookups: ['fetch', 'dig', 'find', 'detect'],
  memberships: [
    { names: words('include? key? has_key? member? cover? index'), subject: 0, collection: 'receiver' },
    { names: ['in?'], subject: 'receiver', collection: 0 },
  ],
  patterns: [{ names: words('match? match'), subject: 'receiver', pattern: 0 }],
  selves: ['@', 'self.'],
  mend: (it) =>
    `Model.where("name = ?", ${it}), or the values behind the statement: execute("… name = ?", [${it}]).`,
  choose: (it) => `COLUMNS = { "name" => "name" }.freeze; column = COLUMNS.fetch(${it}, "id").`,
}
