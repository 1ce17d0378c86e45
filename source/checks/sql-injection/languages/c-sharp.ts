import { cSharp as cSharpSyntax } from '../../syntax/syntax.ts'
import { arithmetic, type Language, places, words } from '../language.ts'

export const cSharp: Language = {
  ...cSharpSyntax,
  severity: 'error',
  query: `
    (interpolated_string_expression (interpolation (interpolation_brace) . (_) @hole) @gap) @text
    [(interpolated_string_expression) (string_literal) (verbatim_string_literal) (raw_string_literal) (character_literal)] @text
    (binary_expression left: (_) @left operator: _ @operator right: (_) @right) @operation
    (conditional_expression consequence: (_) @operand alternative: (_) @operand) @choice
    (switch_expression (switch_expression_arm (_) @operand .)) @choice
    (parenthesized_expression (_) @operand) @same
    (await_expression (_) @operand) @same
    (postfix_unary_expression (_) @operand) @same
    (cast_expression type: (predefined_type) @type (#match? @type "^(int|long|short|byte|uint|ulong|ushort|sbyte|float|double|decimal|bool)$")) @number
    (cast_expression value: (_) @operand) @same
    (as_expression left: (_) @operand) @same
    (argument name: (_) @key (_) @operand .) @entry
    (argument (_) @operand .) @same
    (initializer_expression (assignment_expression left: (_) @key right: (_) @operand) @entry)
    (initializer_expression (_) @operand) @list
    (initializer_expression) @list
    (element_binding_expression (_) @operand) @list
    (implicit_array_creation_expression (initializer_expression) @operand) @same
    (array_creation_expression (initializer_expression) @operand) @same
    (implicit_object_creation_expression (initializer_expression) @operand) @same
    (object_creation_expression type: (_) @collection (initializer_expression) @operand (#match? @collection "^(List|HashSet|Dictionary|SortedSet|Queue)<")) @same
    [(anonymous_object_creation_expression) (throw_expression)] @number
    (element_access_expression expression: (_) @operand) @index
    (arrow_expression_clause (_) @operand) @same
    (invocation_expression function: (identifier) @callee arguments: (_) @arguments) @call
    (invocation_expression function: (generic_name (identifier) @callee) arguments: (_) @arguments) @call
    (invocation_expression function: (member_access_expression expression: (_) @receiver name: (identifier) @callee) arguments: (_) @arguments) @call
    (invocation_expression function: (member_access_expression expression: (_) @receiver name: (generic_name (identifier) @callee)) arguments: (_) @arguments) @call
    (invocation_expression function: (conditional_access_expression condition: (_) @receiver (member_binding_expression name: (identifier) @callee)) arguments: (_) @arguments) @call
    (object_creation_expression type: (_) @callee arguments: (_) @arguments) @call
    (variable_declarator name: (_) @target (_) @operand .) @assign
    (assignment_expression left: (_) @target operator: "+=" right: (_) @operand) @append
    (assignment_expression left: (_) @target operator: "=" right: (_) @operand) @assign
    (foreach_statement left: (_) @target right: (_) @operand) @each
    (property_declaration name: (_) @target value: (_) @operand) @assign
    (parameter type: (_) @type name: (_) @target) @typed
    (variable_declaration type: (_) @type (variable_declarator name: (_) @target)) @typed
    (declaration_expression type: (_) @type name: (_) @target) @typed
    (foreach_statement type: (_) @type left: (_) @target) @typed
    (invocation_expression function: (member_access_expression expression: (_) @of name: (identifier) @parsed) arguments: (argument_list (argument (declaration_expression name: (_) @target))) (#match? @of "^(int|long|short|byte|uint|ulong|float|double|decimal|bool|Guid|DateTime|DateTimeOffset|DateOnly|TimeSpan|Enum)$") (#eq? @parsed "TryParse")) @typed
    (invocation_expression function: (member_access_expression expression: (_) @of name: (generic_name (identifier) @parsed)) arguments: (argument_list (argument (declaration_expression name: (_) @target))) (#eq? @of "Enum") (#eq? @parsed "TryParse")) @typed
    (invocation_expression function: (member_access_expression expression: (_) @operand name: (identifier) @loop) arguments: (argument_list (argument (declaration_expression name: (_) @target))) (#eq? @loop "TryGetValue")) @assign
    (binary_expression left: (binary_expression left: (_) @subject operator: "!=" right: (string_literal (string_literal_content)) @collection) operator: "&&" right: (binary_expression left: (_) @again operator: "!=" right: (string_literal (string_literal_content))) (#eq? @subject @again)) @membership
    (enum_declaration name: (_) @name) @closed
    (method_declaration name: (_) @name parameters: (_) @parameters body: (arrow_expression_clause (_) @result)) @function
    (method_declaration name: (_) @name parameters: (_) @parameters) @function
    (local_function_statement name: (_) @name parameters: (_) @parameters body: (arrow_expression_clause (_) @result)) @function
    (local_function_statement name: (_) @name parameters: (_) @parameters) @function
    (constructor_declaration parameters: (_) @parameters) @function
    (lambda_expression parameters: (_) @parameters body: (expression) @result) @function
    (lambda_expression) @function
    (return_statement (_) @result) @return
  `,
  operators: { '+': 'concat', '??': 'choice', ...arithmetic('- * / %') },
  names: ['identifier', 'member_access_expression', 'conditional_access_expression'],
  constants: [
    'integer_literal',
    'real_literal',
    'boolean_literal',
    'null_literal',
    'default_expression',
    'typeof_expression',
    'sizeof_expression',
  ],
  sinks: [
    {
      names: words(`
        SqlCommand SqlDataAdapter NpgsqlCommand NpgsqlDataAdapter MySqlCommand MySqlDataAdapter SqliteCommand
        SQLiteCommand SQLiteDataAdapter OracleCommand OracleDataAdapter OleDbCommand OleDbDataAdapter
        OdbcCommand OdbcDataAdapter SqlCeCommand DbCommand CommandDefinition FbCommand SqlQuerySpec
        QueryDefinition Query QueryAsync QueryFirst QueryFirstAsync QueryFirstOrDefault
        QueryFirstOrDefaultAsync QuerySingle QuerySingleAsync QuerySingleOrDefault QuerySingleOrDefaultAsync
        QueryMultiple QueryMultipleAsync Execute ExecuteAsync ExecuteScalar ExecuteScalarAsync ExecuteReader
        ExecuteReaderAsync ExecuteNonQuery ExecuteNonQueryAsync ExecuteQuery ExecuteSqlCommand
        ExecuteSqlCommandAsync CreateSQLQuery CreateQuery ExecuteDataset ExecuteStoreCommand ExecuteStoreQuery
        SqlQuery FromSqlRaw ExecuteSqlRaw ExecuteSqlRawAsync SqlQueryRaw GetItemQueryIterator CreateSqlQuery
        Fetch Sql QueryUnbufferedAsync ExecuteCommand CreateCommand SqlCommandAsync FillDataTable
        SetCommandText
      `),
      takes: 'statement',
    },
    { names: ['FromSqlRaw', 'ExecuteSqlRaw', 'ExecuteSqlRawAsync', 'SqlQueryRaw'], takes: 'fragment' },
  ],
  sinkProperties: ['CommandText', 'SelectCommand', 'InsertCommand', 'UpdateCommand', 'DeleteCommand'],
  harmless:
    /^(?:int|long|short|byte|uint|ulong|float|double|decimal|bool|Guid|DateTime|DateTimeOffset|Int32|Int64|Int16|Decimal|Double|Boolean|Enum|TimeSpan)\.\w+$|^Convert\.To(?!String|Char|Base64)\w+$|^nameof$|^Math\.\w+$|\.(?:Count|LongCount|GetHashCode|Quote\w*|Escape\w*|EscapeLiteral|Delimit\w*|NextInt\w*|Next)$/,
  harmlessTypes:
    /^(?:(?:System\.)?|(?:I?List|IEnumerable|I?Collection|IReadOnlyList|IReadOnlyCollection|HashSet|ISet)<)(?:int|long|short|byte|uint|ulong|ushort|sbyte|float|double|decimal|bool|Guid|DateTime|DateTimeOffset|DateOnly|TimeSpan|Int32|Int64|Int16)(?:\??|>|\[\])$/,
  own: /\.(?:Count|Length|Ticks|Year|Month|Day)$|^(?:this\.)?_?\w*(?:TableName|SchemaName|tablePrefix|TablePrefix)$|^(?:DateTime|DateTimeOffset)\.\w+(?:\.\w+)*$|^(?:string|String)\.Empty$|^\w*(?:Tables|TableNames|Columns|ColumnNames)\.[A-Z]\w*$|^Environment\.NewLine$/,
  passes: places({
    receiver: `
      Trim TrimEnd TrimStart ToString ToLower ToUpper ToLowerInvariant ToUpperInvariant ToList ToArray Where
      OrderBy Distinct Substring Keys Values PadLeft Insert Remove ToHashSet First FirstOrDefault AsEnumerable
    `,
    0: 'Repeat Create Intern',
    all: 'Concat Empty',
  }),
  formats: places({
    0: 'Format',
  }),
  joins: places({
    rest: 'Join',
  }),
  appends: ['Append', 'AppendLine', 'AppendFormat', 'Add', 'AddRange'],
  builders: ['StringBuilder', 'ValueStringBuilder', 'List', 'HashSet', 'Dictionary'],
  maps: places({
    0: 'Select SelectMany',
  }),
  filters: places({ 0: 'Where First FirstOrDefault Single SingleOrDefault' }),
  intersections: ['Intersect'],
  lookups: ['GetValueOrDefault'],
  memberships: [
    { names: words('Contains ContainsKey'), subject: 0, collection: 'receiver' },
    { names: words('IsDefined IndexOf'), subject: 1, collection: 0 },
  ],
  patterns: [{ names: ['IsMatch'], subject: 0, pattern: 1 }],
  selves: ['this.'],
  mend: (it) =>
    `command.CommandText = "… WHERE Name = @name"; command.Parameters.AddWithValue("@name", ${it});`,
  choose: (it) => `var column = ${it} switch { "name" => "Name", _ => "Id" };`,
}
