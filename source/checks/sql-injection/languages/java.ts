import { java as javaSyntax } from '../../syntax/syntax.ts'
import { arithmetic, type Language, places, words } from '../language.ts'

export const java: Language = {
  ...javaSyntax,
  severity: 'warning',
  query: `
    [(string_literal) (character_literal)] @text
    (binary_expression left: (_) @left operator: _ @operator right: (_) @right) @operation
    (ternary_expression consequence: (_) @operand alternative: (_) @operand) @choice
    (switch_expression body: (switch_block (switch_rule (expression_statement (_) @operand)))) @choice
    (parenthesized_expression (_) @operand) @same
    (cast_expression type: [(integral_type) (floating_point_type) (boolean_type)]) @number
    (cast_expression value: (_) @operand) @same
    (array_initializer (_) @operand) @list
    (array_creation_expression value: (_) @operand) @same
    (array_access array: (_) @operand) @index
    (method_invocation object: (_) @receiver name: (_) @callee arguments: (_) @arguments) @call
    (method_invocation name: (_) @callee arguments: (_) @arguments) @call
    (object_creation_expression type: (_) @callee arguments: (_) @arguments) @call
    (variable_declarator name: (_) @target value: (_) @operand) @assign
    (assignment_expression left: (_) @target operator: "+=" right: (_) @operand) @append
    (assignment_expression left: (_) @target operator: "=" right: (_) @operand) @assign
    (enhanced_for_statement name: (_) @target value: (_) @operand) @each
    (formal_parameter type: (_) @type name: (_) @target) @typed
    (local_variable_declaration type: (_) @type declarator: (variable_declarator name: (_) @target)) @typed
    (field_declaration type: (_) @type declarator: (variable_declarator name: (_) @target)) @typed
    (method_declaration name: (_) @name parameters: (_) @parameters) @function
    (constructor_declaration name: (_) @name parameters: (_) @parameters) @function
    (lambda_expression parameters: (_) @parameters body: (expression) @result) @function
    (lambda_expression) @function
    (return_statement (_) @result) @return
  `,
  operators: { '+': 'concat', ...arithmetic('- * / %') },
  names: ['identifier', 'field_access'],
  constants: [
    'decimal_integer_literal',
    'hex_integer_literal',
    'decimal_floating_point_literal',
    'true',
    'false',
    'null_literal',
    'unary_expression',
    'class_literal',
  ],
  sinks: [
    {
      names: words(`
        executeQuery executeUpdate executeLargeUpdate execute addBatch prepareStatement prepareCall
        createQuery createNativeQuery createSQLQuery query queryForObject queryForList queryForMap
        queryForRowSet queryForStream update batchUpdate rawQuery execSQL nativeSQL createStatement sql fetch
        createSqlQuery select selectList newQuery createMutationQuery createSelectionQuery queryForInt
      `),
      takes: 'statement',
    },
    { names: ['fetch', 'resultQuery', 'sqlRestriction', 'apply', 'last'], takes: 'statement' },
  ],
  harmless:
    /^(?:Integer|Long|Short|Double|Float|Boolean|BigDecimal|BigInteger|UUID|Byte)\.\w+$|\.(?:size|length|intValue|longValue|doubleValue|ordinal|getTime|hashCode|toEpochMilli|enquoteLiteral|enquoteIdentifier|encodeForSQL|quote\w*|escapeSql|count)$|^(?:Math|System|LocalDate|LocalDateTime|Instant|Objects)\.\w+$|^(?:BigDecimal|BigInteger|Date)$/,
  harmlessTypes:
    /^(?:int|long|short|byte|float|double|boolean|Integer|Long|Short|Double|Float|Boolean|BigDecimal|BigInteger|UUID|LocalDate|LocalDateTime|Instant)$/,
  own: /\.length$|^(?:this\.)?\w*(?:tableName|schemaName|tablePrefix)$/i,
  passes: places({
    receiver: `
      trim strip toString toLowerCase toUpperCase substring repeat stream filter toList sorted keySet values
      collect distinct stripIndent deleteCharAt reverse
    `,
    all: 'concat of asList',
    0: 'valueOf unmodifiableList',
    1: 'nCopies',
  }),
  formats: places({
    0: 'format',
    receiver: 'formatted',
  }),
  joins: places({
    1: 'join',
  }),
  appends: ['append', 'add', 'insert'],
  builders: ['StringBuilder', 'StringBuffer', 'StringJoiner', 'ArrayList', 'LinkedList', 'HashSet'],
  maps: places({
    0: 'map mapToObj',
  }),
  filters: places({}),
  intersections: [],
  lookups: ['get', 'getOrDefault'],
  memberships: [{ names: words('contains containsKey'), subject: 0, collection: 'receiver' }],
  patterns: [{ names: ['matches'], subject: 'receiver', pattern: 0 }],
  selves: ['this.'],
  mend: (it) => `PreparedStatement s = c.prepareStatement("… WHERE name = ?"); s.setString(1, ${it});`,
  choose: (it) => `String column = Map.of("name", "name").getOrDefault(${it}, "id");`,
}
