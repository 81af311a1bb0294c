// SPDX-License-Identifier: Apache-2.0
// CREATE, ALTER, DROP and TRUNCATE of tables and indexes. Option names and values are read without
// knowing them all: the server does, and MariaDB's engines add their own.
parser grammar TableDefinition;

createStatement
  : CREATE (OR REPLACE)? (table=createTable | index=createIndex)
  ;

createTable
  : (TEMPORARY | EXTERNAL)? TABLE ifNotExists? table=tableName
    ( LIKE like=tableName
    | LP_LIKE LIKE like=tableName RP
    | (LP elements+=tableElement (COMMA elements+=tableElement)* RP)?
      (options+=tableOption COMMA?)*
      parts=partitioning?
      ((IGNORE | REPLACE)? AS? query=queryExpression)?
    )
  ;

ifNotExists
  : IF NOT EXISTS
  ;

ifExists
  : IF EXISTS
  ;

tableElement
  : column=columnDefinition
  | key=keyDefinition
  | PERIOD FOR name LP name COMMA name RP
  ;

columnDefinition
  : column=columnName type=columnType
  ;

columnType
  : type=dataType attributes+=columnAttribute*
  ;

columnAttribute
  : typeAttribute
  | NOT? NULL_
  | DEFAULT initial=defaultValue
  | ON UPDATE (CURRENT_TIMESTAMP | LOCALTIME | LOCALTIMESTAMP | now=IDENT) (LP INT_NUM? RP)?
  | AUTO_INCREMENT
  | SERIAL DEFAULT VALUE
  | PRIMARY? KEY
  | UNIQUE
  | COMMENT STRING_TEXT
  | (GENERATED ALWAYS)? AS (LP value=expr RP | ROW (START | END))
  | VIRTUAL | STORED | PERSISTENT | VISIBLE | INVISIBLE | COMPRESSED ((EQ | ASSIGN) name)?
  | (CONSTRAINT name?)? CHECK LP value=expr RP (NOT_WORD? ENFORCED)*
  | refers=references
  | (COLUMN_FORMAT | STORAGE) (kept=name | DEFAULT)
  | SRID countNumber
  | (WITH_SYSTEM | WITHOUT) SYSTEM VERSIONING
  | custom=IDENT (EQ | ASSIGN) optionValue
  ;

defaultValue
  : (MINUS_SIGN | PLUS_SIGN)? value=operand
  ;

keyDefinition
  : (CONSTRAINT (ifNotExists symbol=name | symbol=name?))?
    ( PRIMARY KEY ifNotExists? body=keyBody
    | UNIQUE (INDEX | KEY)? ifNotExists? body=keyBody
    | (FULLTEXT | SPATIAL) (INDEX | KEY)? ifNotExists? body=keyBody
    | FOREIGN KEY ifNotExists? index=name? LP parts+=keyPart (COMMA parts+=keyPart)* RP refers=references
    | CHECK LP value=expr RP (NOT_WORD? ENFORCED)?
    )
  | (INDEX | KEY) ifNotExists? body=keyBody
  ;

keyBody
  : (USING btree=name | index=name type=indexType?)? LP parts+=keyPart (COMMA parts+=keyPart)* RP options+=indexOption*
  ;

indexType
  : (USING | TYPE) btree=name
  ;

keyPart
  : (IDENT | word) (LP INT_NUM RP)? (WITHOUT OVERLAPS)? (ASC | DESC)?
  | LP value=expr RP (ASC | DESC)?
  ;

indexOption
  : type=indexType
  | WITH PARSER name
  | COMMENT STRING_TEXT
  | KEY_BLOCK_SIZE (EQ | ASSIGN)? size=wholeNumber
  | VISIBLE | INVISIBLE | NOT_WORD? IGNORED
  | custom=IDENT (EQ | ASSIGN)? optionValue
  ;

references
  : REFERENCES table=tableName (LP parts+=keyPart (COMMA parts+=keyPart)* RP)? (MATCH matched=name)?
    (ON_REFERENCE (DELETE | UPDATE) referenceAction)*
  ;

referenceAction
  : RESTRICT | CASCADE | SET (NULL_ | DEFAULT) | NO ACTION
  ;

// ------------------------------------------------------------------------------------------- options

tableOption
  : (IDENT | optionWord) (EQ | ASSIGN)? optionValue
  | DEFAULT? (charsetClause | COLLATE (EQ | ASSIGN)? charsetName)
  | UNION (EQ | ASSIGN)? LP (tableName (COMMA tableName)*)? RP
  | (DATA_FILES | INDEX) DIRECTORY (EQ | ASSIGN)? STRING_TEXT
  | WITH_SYSTEM SYSTEM VERSIONING
  | START TRANSACTION
  ;

// Options that are known to go without `=`; the builder asks for it behind other names.
optionWord
  : AUTO_INCREMENT | COMMENT | KEY_BLOCK_SIZE | STORAGE | TABLESPACE | CONNECTION | PAGE_CHECKSUM
  | STATS_AUTO_RECALC | STATS_PERSISTENT | STATS_SAMPLE_PAGES
  | ARRAY | COLUMN_FORMAT | COUNT | ENFORCED | GROUP_CONCAT | NULLS | SRID
  ;

optionValue
  : PLUS_SIGN (INT_NUM | DECIMAL_NUM | FLOAT_NUM)
  | INT_NUM | DECIMAL_NUM | FLOAT_NUM | HEX_NUM | STRING_TEXT | IDENT | word | DEFAULT
  | ON | NULL_
  ;

partitioning
  : PARTITION BY method=partitionMethod (PARTITIONS countNumber)?
    (SUBPARTITION BY below=partitionMethod (SUBPARTITIONS countNumber)?)?
    (LP items+=partitionDefinition (COMMA items+=partitionDefinition)* RP)?
  ;

partitionMethod
  : LINEAR? ( HASH LP value=expr RP
            | KEY (ALGORITHM EQ INT_NUM)? LP names? RP )
  | (RANGE | LIST) (LP value=expr RP | COLUMNS LP names RP)
  | SYSTEM_TIME ( interval=INTERVAL expr unit=intervalUnit (STARTS startsValue)? (LIMIT rowNumber)? AUTO?
                | LIMIT rowNumber AUTO? )?
  ;

rowNumber
  : PLUS_SIGN? (INT_NUM | DECIMAL_NUM | FLOAT_NUM)
  ;

intervalUnit
  : IDENT | word | compoundUnit
  ;

startsValue
  : TEMPORAL? STRING_TEXT
  | INT_NUM
  ;

partitionDefinition
  : PARTITION? name
    ( VALUES ( LESS THAN (MAXVALUE | LP values+=partitionValue (COMMA values+=partitionValue)* RP)
             | IN LP values+=partitionValue (COMMA values+=partitionValue)* RP )
    | system=(HISTORY | CURRENT | DEFAULT)
    )?
    options+=partitionOption*
    (LP subs+=subpartition (COMMA subs+=subpartition)* RP)?
  ;

partitionValue
  : MAXVALUE
  | value=expr
  ;

subpartition
  : SUBPARTITION name options+=partitionOption*
  ;

partitionOption
  : STORAGE? IDENT (EQ | ASSIGN)? optionValue
  | (COMMENT | TABLESPACE | CONNECTION) (EQ | ASSIGN)? optionValue
  | (DATA_FILES | INDEX) DIRECTORY (EQ | ASSIGN)? STRING_TEXT
  ;

// --------------------------------------------------------------------------------------------- ALTER

alterTable
  : ALTER (ONLINE | IGNORE)* TABLE ifExists? table=tableName wait=lockWait?
    ( alterations+=alteration (COMMA alterations+=alteration)* (parts=partitioning | REMOVE PARTITIONING)?
    | parts=partitioning
    | REMOVE PARTITIONING
    | work=partitionWork
    )?
  ;

alteration
  : ADD added=addition
  | ALTER altered=alterColumn
  | CHANGE COLUMN? ifExists? old=columnName renamed=renamedColumn columnPlace?
  | MODIFY COLUMN? ifExists? changed=columnDefinition columnPlace?
  | DROP removed=removal
  | RENAME ( (TO | AS | EQ)? target=tableName
           | (COLUMN | INDEX | KEY) ifExists? name TO name )
  | ORDER BY order+=alterOrder (ORDER_COMMA order+=alterOrder)*
  | CONVERT TO (CHARSET | CHARACTER_SET SET) charsetName (COLLATE charsetName)?
  | (DISCARD | IMPORT) TABLESPACE
  | FORCE
  | SECONDARY_LOAD
  | SECONDARY_UNLOAD
  | (ALGORITHM | LOCK) (EQ | ASSIGN)? (name | DEFAULT)
  | (ENABLE | DISABLE) KEYS
  | withValidation
  | options+=tableOption+
  ;

// A verb before PARTITION is a token of its own where the verb alone does something else.
partitionWork
  : ADD_PARTITION PARTITION ifNotExists? noBinlog?
    (PARTITIONS countNumber | LP items+=partitionDefinition (COMMA items+=partitionDefinition)* RP)?
  | DROP_PARTITION PARTITION ifExists? names
  | TRUNCATE PARTITION partitionNames
  | COALESCE PARTITION noBinlog? countNumber
  | REORGANIZE PARTITION noBinlog? (names INTO LP items+=partitionDefinition (COMMA items+=partitionDefinition)* RP)?
  | EXCHANGE PARTITION name WITH TABLE target=tableName withValidation?
  | CONVERT_PARTITION ( PARTITION name TO TABLE target=tableName
                      | TABLE target=tableName TO PARTITION items+=partitionDefinition ) withValidation?
  | (ANALYZE | OPTIMIZE | REBUILD | REPAIR) PARTITION noBinlog? partitionNames flags+=name*
  | CHECK PARTITION partitionNames flags+=name*
  | MOVE_PARTITION PARTITION partitionNames TABLESPACE
  ;

noBinlog
  : NO_WRITE_TO_BINLOG
  | LOCAL
  ;

withValidation
  : (WITH | WITHOUT) VALIDATION
  ;

partitionNames
  : ALL
  | names
  ;

// Not `.name`, which would be a part of the name before it.
renamedColumn
  : (IDENT | word) (DOT IDENT (DOT IDENT)?)? type=columnType
  ;

addition
  : COLUMN? ifNotExists? ( column=columnDefinition columnPlace?
                         | LP elements+=tableElement (COMMA elements+=tableElement)* RP )
  | key=keyDefinition
  | PERIOD FOR name LP name COMMA name RP
  | SYSTEM VERSIONING
  ;

columnPlace
  : FIRST
  | AFTER name
  ;

alterColumn
  : COLUMN? ifExists? name (SET (DEFAULT initial=defaultValue | VISIBLE | INVISIBLE) | DROP DEFAULT)
  | (INDEX | KEY) ifExists? name (VISIBLE | INVISIBLE | NOT_WORD? IGNORED)
  | (CHECK | CONSTRAINT) name NOT_WORD? ENFORCED
  ;

alterOrder
  : column=columnName (ASC | DESC)?
  ;

removal
  : COLUMN? ifExists? column=columnName (RESTRICT | CASCADE)?
  | PRIMARY KEY
  | (INDEX | KEY | FOREIGN KEY | CHECK | CONSTRAINT) ifExists? name
  | PERIOD FOR name
  | SYSTEM VERSIONING
  ;

// --------------------------------------------------------------------- DROP, TRUNCATE, CREATE INDEX

dropStatement
  : DROP ( TEMPORARY? (TABLE | TABLES) ifExists? tables+=tableName (COMMA tables+=tableName)*
           wait=lockWait? (RESTRICT | CASCADE)?
         | INDEX ifExists? index=indexName ON table=tableName wait=lockWait? algorithms+=indexAlgorithm*
         )
  ;

truncateTable
  : TRUNCATE TABLE? table=tableName wait=lockWait?
  ;

createIndex
  : (UNIQUE | FULLTEXT | SPATIAL)? INDEX ifNotExists? index=name type=indexType? ON table=tableName
    LP parts+=keyPart (COMMA parts+=keyPart)* RP wait=lockWait? options+=indexOption* indexAlgorithm*
  ;

indexAlgorithm
  : (ALGORITHM | LOCK) (EQ | ASSIGN)? (name | DEFAULT)
  ;
