// SPDX-License-Identifier: Apache-2.0
parser grammar Queries;

queryExpression
  : with=withClause? terms+=queryTerm (operators+=setOperator terms+=queryTerm)*
    (ORDER BY order+=orderItem (COMMA order+=orderItem)*)?
    limit=limitClause?
    (locks+=lockingClause | INTO into+=intoTargets | procedures+=procedureClause)*
  ;

procedureClause
  : PROCEDURE procedure=name LP (items+=expr (COMMA items+=expr)*)? RP
  ;

setOperator
  : (UNION | EXCEPT | INTERSECT) (ALL | DISTINCT | DISTINCTROW)?
  ;

queryTerm
  : SELECT options+=selectOption* items+=selectItem (COMMA items+=selectItem)*
    (EARLY_INTO into=intoTargets)?
    (FROM (DUAL | from=tableRefs))?
    (WHERE where=expr)?
    (GROUP BY groups+=orderItem (COMMA groups+=orderItem)* (rollup=WITH_ROLLUP (IDENT | CUBE))?)?
    (HAVING having=expr)?
    (WINDOW windows+=namedWindow (COMMA windows+=namedWindow)*)?
    (QUALIFY qualify=expr)?
  | LP_Q query=queryExpression RP
  | VALUES_Q rows+=valuesRow (COMMA rows+=valuesRow)*
  | TABLE table=tableName
  ;

valuesRow
  : ROW_FN? LP (values+=expr (COMMA values+=expr)*)? RP
  ;

selectOption
  : DISTINCT | DISTINCTROW | ALL | HIGH_PRIORITY | STRAIGHT_JOIN | SQL_SMALL_RESULT
  | SQL_BIG_RESULT | SQL_CALC_FOUND_ROWS | SQL_BUFFER_RESULT | SQL_CACHE | SQL_NO_CACHE
  | UNIQUE
  ;

selectItem
  : STAR
  | value=expr (AS (IDENT | word | STRING_TEXT) | IDENT | word | STRING_TEXT)?
  ;

orderItem
  : value=expr (ASC | DESC)?
  ;

namedWindow
  : window=name AS spec=windowSpec
  ;

withClause
  : WITH tables=commonTables
  ;

commonTables
  : RECURSIVE? items+=commonTable (COMMA items+=commonTable)*
  ;

commonTable
  : table=name (LP columns=names RP)? AS LP_Q query=queryExpression RP cycle=cycleClause?
  ;

cycleClause
  : CYCLE names RESTRICT
  ;

// ------------------------------------------------------------------------------------------- tables

tableRefs
  : items+=tableRef (COMMA items+=tableRef)*
  ;

// Flat as well: an ON closes the nearest join that has none yet, which the builder works out.
tableRef
  : factors+=tableFactor
    ( (INNER | CROSS)? JOIN factors+=tableFactor
    | STRAIGHT_JOIN factors+=tableFactor
    | (LEFT | RIGHT) OUTER? JOIN factors+=tableFactor
    | NATURAL (INNER | (LEFT | RIGHT) OUTER?)? JOIN factors+=tableFactor
    | ON conditions+=expr
    | USING LP usings+=names RP
    )*
  ;

tableFactor
  : table=tableName (PARTITION LP partitions=names RP)?
    (temporal=systemTime (AS? alias=name)? | ((AS | EQ)? alias=name)?) (sample=TABLESAMPLE method=(IDENT | SYSTEM) LP (INT_NUM | DECIMAL_NUM | FLOAT_NUM | USER_VAR | PARAM) RP)? hints+=indexHint*
  | lateral=LATERAL? LP_Q query=queryExpression RP ((AS | EQ)? alias=name (LP columns=names RP)?)?
  | LP inner=tableRefs RP
  | LBRACE (IDENT | word) braced=tableRef RBRACE
  | JSON_TABLE LP document=expr COMMA STRING_TEXT NEXT_TEXT* json=jsonColumns RP ((AS | EQ)? alias=name)?
  ;

// FOR SYSTEM_TIME and FOR PORTION OF; a BETWEEN's AND is read as an operator.
systemTime
  : FOR_PERIOD ( PORTION OF name FROM bounds+=expr TO bounds+=expr
               | SYSTEM_TIME period=periodBounds )
  ;

periodBounds
  : ALL
  | AS OF POINT_IN_TIME? bounds+=expr
  | BETWEEN POINT_IN_TIME? between=expr (PERIOD_AND POINT_IN_TIME upper=expr)?
  | FROM POINT_IN_TIME? bounds+=expr TO POINT_IN_TIME? bounds+=expr
  ;

indexHint
  : USE (INDEX | KEY) hintScope? LP (indexName (COMMA indexName)*)? RP
  | (FORCE | IGNORE) (INDEX | KEY) hintScope? LP indexName (COMMA indexName)* RP
  ;

hintScope
  : FOR (JOIN | ORDER BY | GROUP BY)
  ;

indexName
  : name
  | PRIMARY
  ;

jsonColumns
  : COLUMNS LP items+=jsonColumn (COMMA items+=jsonColumn)* RP
  ;

jsonColumn
  : NESTED PATH? STRING_TEXT NEXT_TEXT* nested=jsonColumns
  | name (FOR ORDINALITY | type=dataType typeAttribute* EXISTS? PATH STRING_TEXT NEXT_TEXT* events+=jsonOnEvent*)
  ;

// ------------------------------------------------------------------------------------ end of a query

limitClause
  : LIMIT
    ( values+=limitValue ((COMMA | OFFSET) values+=limitValue)? examined=rowsExamined?
    | examined=rowsExamined
    )
  | OFFSET values+=limitValue (ROW | ROWS) fetch=fetchClause?
  | fetch=fetchClause
  ;

rowsExamined
  : ROWS EXAMINED limitValue
  ;

fetchClause
  : FETCH (FIRST | NEXT) count=limitValue? (ROW | ROWS) (ONLY | WITH TIES)
  ;

limitValue
  : INT_NUM | PARAM | IDENT | word
  ;

lockingClause
  : FOR (UPDATE | SHARE) (OF lockedTable (COMMA lockedTable)*)? wait=lockWait?
  | LOCK IN_WORD SHARE MODE wait=lockWait?
  ;

lockedTable
  : (IDENT | word) (DOT IDENT)?
  ;

lockWait
  : NOWAIT
  | SKIP_LOCKED LOCKED
  | WAIT seconds=wholeNumber
  ;

intoTargets
  : OUTFILE STRING_TEXT ((CHARSET | CHARACTER_SET SET) charsetName)? fileFields? fileLines?
  | DUMPFILE STRING_TEXT
  | intoTarget (COMMA intoTarget)*
  ;

intoTarget
  : USER_VAR | IDENT | word | STRING_TEXT
  ;

fileFields
  : (FIELDS | COLUMNS) (TERMINATED BY fileText | OPTIONALLY? ENCLOSED BY fileText | ESCAPED BY fileText)+
  ;

fileLines
  : LINES ((TERMINATED | STARTING) BY fileText)+
  ;

fileText
  : STRING_TEXT | HEX_NUM | BIT_NUM
  ;
