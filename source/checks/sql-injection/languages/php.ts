import { php as phpSyntax } from '../../syntax/syntax.ts'
import { arithmetic, type Language, places, words } from '../language.ts'

export const php: Language = {
  ...phpSyntax,
  severity: 'error',
  query: `
    (encapsed_string [(variable_name) (member_access_expression) (nullsafe_member_access_expression) (subscript_expression) (dynamic_variable_name) (scoped_property_access_expression) (member_call_expression) (scoped_call_expression) (function_call_expression)] @hole) @text
    (heredoc value: (heredoc_body [(variable_name) (member_access_expression) (subscript_expression) (dynamic_variable_name) (member_call_expression) (function_call_expression)] @hole)) @text
    [(encapsed_string) (string) (heredoc) (nowdoc)] @text
    (binary_expression left: (_) @left operator: _ @operator right: (_) @right) @operation
    (conditional_expression body: (_) @operand alternative: (_) @operand) @choice
    (conditional_expression !body condition: (_) @operand alternative: (_) @operand) @choice
    (match_conditional_expression return_expression: (_) @operand) @same
    (match_default_expression return_expression: (_) @operand) @same
    (match_expression body: (match_block (_) @operand)) @choice
    (parenthesized_expression (_) @operand) @same
    (cast_expression type: (cast_type) @type (#match? @type "^(int|integer|float|double|bool|boolean)$")) @number
    (cast_expression value: (_) @operand) @same
    (assignment_expression right: (_) @operand) @same
    (argument name: (_) @key (_) @operand .) @entry
    (argument (_) @operand .) @same
    (array_creation_expression (array_element_initializer (_) @operand .)) @list
    (array_creation_expression) @list
    (subscript_expression . (_) @operand) @index
    (function_call_expression function: (_) @callee arguments: (arguments) @arguments) @call
    (member_call_expression object: (_) @receiver name: (_) @callee arguments: (arguments) @arguments) @call
    (nullsafe_member_call_expression object: (_) @receiver name: (_) @callee arguments: (arguments) @arguments) @call
    (scoped_call_expression scope: (_) @receiver name: (_) @callee arguments: (arguments) @arguments) @call
    (object_creation_expression (name) @callee (arguments) @arguments) @call
    (assignment_expression left: (variable_name) @target right: (_) @operand) @assign
    (assignment_expression left: (member_access_expression) @target right: (_) @operand) @assign
    (assignment_expression left: (scoped_property_access_expression) @target right: (_) @operand) @assign
    (assignment_expression left: (subscript_expression . (_) @target) right: (_) @operand) @append
    (augmented_assignment_expression left: (_) @target right: (_) @operand) @append
    (foreach_statement . (_) @operand (pair (_) (_) @target)) @each
    (foreach_statement . (_) @operand . (variable_name) @target) @each
    (property_element name: (_) @target default_value: (_) @operand) @field
    (simple_parameter type: (_) @type name: (_) @target) @typed
    (enum_declaration name: (_) @name) @closed
    (function_call_expression function: (name) @asked arguments: (arguments (argument (subscript_expression . (_) @collection (_) @subject))) (#eq? @asked "isset")) @membership
    (binary_expression left: (binary_expression left: (_) @subject operator: ["!==" "!="] right: (_ (string_content)) @collection) operator: "&&" right: (binary_expression left: (_) @again operator: ["!==" "!="] right: (_ (string_content))) (#eq? @subject @again)) @membership
    (function_definition name: (_) @name parameters: (_) @parameters) @function
    (method_declaration name: (_) @name parameters: (_) @parameters) @function
    (anonymous_function parameters: (_) @parameters) @function
    (arrow_function parameters: (_) @parameters body: (_) @result) @function
    (return_statement (_) @result) @return
  `,
  operators: { '.': 'concat', '??': 'choice', '||': 'choice', ...arithmetic('+ - * / % **') },
  names: [
    'variable_name',
    'member_access_expression',
    'nullsafe_member_access_expression',
    'scoped_property_access_expression',
    'class_constant_access_expression',
    'name',
    'dynamic_variable_name',
  ],
  constants: ['integer', 'float', 'boolean', 'null', 'unary_op_expression'],
  sinks: [
    {
      names: words(`
        query exec prepare execute executeQuery executeStatement executeUpdate createQuery createNativeQuery
        real_query multi_query mysqli_query mysqli_multi_query mysqli_prepare mysqli_real_query mysql_query
        pg_query pg_send_query pg_prepare sqlite_query sqlsrv_query odbc_exec oci_parse get_results get_row
        get_var get_col select selectOne scalar insert update delete statement unprepared affectingStatement
        raw fetchAll fetchAssoc fetchAssociative fetchOne fetchRow fetchColumn fetchAllAssociative querySingle
        createCommand findBySql expr db_query simple_query unbuffered_query dbDelta getAll getRow setQuery
        sqlsrv_prepare mssql_query db2_exec ibase_query cursor prepareStatement rawQuery
      `),
      takes: 'statement',
    },
    {
      names: words(`
        whereRaw orWhereRaw havingRaw orHavingRaw orderByRaw groupByRaw selectRaw fromRaw
      `),
      takes: 'fragment',
    },
    {
      names: ['raw'],
      receiver: /(?:^|\\)(?:DB|\$db|\$this\.db|Capsule|Manager)$|^\$connection$/,
      takes: 'fragment',
    },
    {
      names: words('where andWhere orWhere orderBy addOrderBy having andHaving join leftJoin'),
      takes: 'condition',
    },
  ],
  harmless:
    /^(?:int|float)val$|^(?:count|sizeof|strlen|time|mktime|abs|round|floor|ceil|random_int|rand|mt_rand|absint|number_format|crc32|md5|sha1|hash|uniqid|bin2hex|date|gmdate|boolval|current_time|get_current_user_id|get_the_ID|password_hash)$|(?:^|\.)(?:quote\w*|escape(?!_?str)\w*|pg_escape_(?:literal|identifier)|qn|q|getKey|count|format|getTimestamp|tryFrom|lastInsertId|insert_id)$/i,
  escapes: /(?:^|\.)(?:\w*escape_?str(?:ing)?|_?esc_?sql|esc_like|addslashes|pg_escape_bytea)$/i,
  harmlessCalls: /^filter_(?:var|input)\b[\s\S]*FILTER_VALIDATE_(?:INT|FLOAT|BOOL)|^(?:settype)\b/,
  harmlessTypes: /^\??(?:int|float|bool)$/,
  hintsOnly: true,
  own: /^\$wpdb->\w+$|^\$(?:this->|self::|static::)?(?:\w+->)*_?\w*(?:table_?prefix|dbprefix|tbl_?prefix)\w*$|^\$this->_?\w*(?:table|schema|prefix)\w*$|^(?:self|static)::\$?\w*(?:table|schema|prefix)\w*$|(?:^|[.>])(?:getTable|getTableName|tableName|getQualifiedKeyName|get_blog_prefix|prefix)$|^(?:static|self)::class$/i,
  passes: places({
    0: `
      trim rtrim ltrim strtolower strtoupper ucfirst str_repeat array_values array_keys array_filter
      array_unique strval sort substr strip_tags prepare raw sanitize_text_field htmlspecialchars
      stripslashes wp_unslash
    `,
    2: 'array_fill array_pad',
    all: 'array_merge min max compact',
  }),
  formats: places({
    0: 'sprintf vsprintf',
  }),
  joins: places({
    1: 'implode join',
  }),
  appends: ['array_push'],
  builders: [],
  maps: places({
    0: 'array_map',
  }),
  filters: places({ 1: 'array_filter' }),
  intersections: ['array_intersect'],
  lookups: [],
  memberships: [
    { names: words('in_array array_key_exists array_search'), subject: 0, collection: 1 },
    { names: ['has'], subject: 0, collection: 'receiver' },
  ],
  patterns: [
    { names: ['preg_match'], subject: 1, pattern: 0 },
    { names: words('ctype_alnum ctype_digit ctype_alpha is_numeric'), subject: 0 },
  ],
  selves: ['$this->', 'self::$', 'static::$', 'self::', 'static::'],
  mend: (it) => `$stmt = $pdo->prepare('… WHERE name = ?'); $stmt->execute([${it}]);`,
  choose: (it) => `$columns = ['name' => 'name']; $column = $columns[${it}] ?? 'id';`,
}
