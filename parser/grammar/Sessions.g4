// SPDX-License-Identifier: Apache-2.0
// SET, SHOW, USE, transactions, EXPLAIN.
parser grammar Sessions;

setStatement
  : SET items+=setItem (COMMA items+=setItem)*
  ;

setItem
  : scope=setScope? ( variable=setName (EQ | ASSIGN) value=setValue
                    | TRANSACTION characteristics=characteristic )
  | characteristics=characteristic
  | USER_VAR (EQ | ASSIGN) value=setValue
  | AT_AT variable=setName (EQ | ASSIGN) value=setValue
  | NAMES charset=charsetName (COLLATE collation=charsetName)?
  | (SET_CHARSET | CHARACTER_SET SET) charset=charsetName
  ;

setScope
  : GLOBAL | SESSION | LOCAL | PERSIST | PERSIST_ONLY
  ;

setName
  : (IDENT | word) (DOT IDENT (DOT IDENT)?)?
  ;

// A bare word is a value, too.
setValue
  : value=expr
  | ON
  | ALL
  | ROW
  | SYSTEM
  ;

characteristic
  : ISOLATION LEVEL (READ (COMMITTED | UNCOMMITTED) | REPEATABLE READ | SERIALIZABLE)
  | READ (ONLY | WRITE)
  ;

// The last word of what is shown picks the row of the builder's table.
showStatement
  : SHOW extended=EXTENDED? full=FULL?
    ( (DATABASES | SCHEMAS | COLLATION | CHARSET | CHARACTER_SET SET) filter=showFilter?
    | (TABLES | TABLE STATUS) from=fromDatabase? filter=showFilter?
    | (COLUMNS | FIELDS | INDEX | INDEXES | KEYS) (FROM | IN_WORD) table=tableName from=fromDatabase?
      filter=showFilter?
    | CREATE (TABLE table=tableName | (DATABASE | SCHEMA) ifNotExists? database=name)
    | scope=setScope? (VARIABLES | STATUS) filter=showFilter?
    | (COUNT LP STAR RP)? (WARNINGS | ERRORS) limit=limitClause?
    | STORAGE? ENGINES
    | PROCESSLIST
    | GRANTS (FOR userName (using_=USING userName (COMMA userName)*)?)?
    )
  ;

fromDatabase
  : (FROM | IN_WORD) database=name
  ;

showFilter
  : LIKE pattern=operand
  | WHERE where=expr
  ;

userName
  : (IDENT | word | STRING_TEXT) USER_VAR?
  | (CURRENT_USER | CURRENT_ROLE) (LP RP)?
  ;

useStatement
  : USE database=name
  ;

beginStatement
  : BEGIN WORK?
  | START TRANSACTION (options+=startOption (COMMA options+=startOption)*)?
  ;

startOption
  : WITH CONSISTENT SNAPSHOT
  | READ (ONLY | WRITE)
  ;

endTransaction
  : COMMIT WORK? chain=chainClause? release=releaseClause?
  | ROLLBACK WORK? (TO SAVEPOINT? target=name | chain=chainClause? release=releaseClause?)
  ;

chainClause
  : AND NO? CHAIN
  ;

releaseClause
  : NO? RELEASE
  ;

savepointStatement
  : SAVEPOINT target=name
  | RELEASE SAVEPOINT target=name
  ;

explainStatement
  : (EXPLAIN | DESCRIBE | DESC)
    ( options+=explainOption* (INTO into=USER_VAR)?
      ( FOR (CONNECTION connection=expr | (SCHEMA | DATABASE) schema=name explained=explainable)
      | explained=explainable
      )
    | table=tableName (column=name | pattern=STRING_TEXT)?
    )
  ;

explainOption
  : EXTENDED
  | PARTITIONS
  | ANALYZE
  | FORMAT EQ (name | STRING_TEXT)
  ;

explainable
  : query=queryExpression
  | insert=insertStatement
  | change=changeStatement
  ;
