// SPDX-License-Identifier: Apache-2.0
// Statements about tables' rows and about other statements: CALL, HANDLER, LOAD, LOCK, PREPARE,
// maintenance, diagnostics.
parser grammar Data;

dataStatement
  : CALL routineObject (DOT IDENT)? (LP (exprPiece (COMMA exprPiece)*)? RP)?
  | DO exprListPiece
  | handlerStatement
  | loadStatement
  | IMPORT TABLE FROM STRING_TEXT (COMMA STRING_TEXT)*
  | LOCK (TABLES | TABLE) lockItem (COMMA lockItem)* lockWait?
  | LOCK INSTANCE FOR BACKUP
  | UNLOCK (TABLES | TABLE | INSTANCE)
  | PREPARE name FROM preparePiece
  | EXECUTE ( name (USING usedValue (COMMA usedValue)*)?
            | IMMEDIATE immediatePiece (USING exprPiece (COMMA exprPiece)*)? )
  | DEALLOCATE PREPARE name
  | maintenance
  | SIGNAL signalled (SET signalItem (COMMA signalItem)*)?
  | RESIGNAL signalled? (SET signalItem (COMMA signalItem)*)?
  | GET (CURRENT | STACKED)? DIAGNOSTICS
    ( statementItem (COMMA statementItem)*
    | CONDITION variableValue conditionItem (COMMA conditionItem)* )
  | HELP nameOrText
  | deleteHistory
  ;

usedValue
  : exprPiece
  ;

renameTable
  : tableObject lockWait? TO tableObject
  ;

lockWait
  : NOWAIT
  | WAIT wholeNumber
  ;

preparePiece
  : ~SEMICOLON+
  ;

deleteHistory
  : DELETE HISTORY FROM tableObject (PARTITION LP names RP)?
    (BEFORE SYSTEM_TIME (TIMESTAMP | TRANSACTION)? exprPiece)?
  ;

lockItem
  : tableObject ((AS | EQ)? name)? (READ LOCAL? | LOW_PRIORITY? WRITE | WRITE CONCURRENT)
  ;

handlerStatement
  : HANDLER tableObject OPEN ((AS | EQ)? name)?
  | HANDLER name
    ( CLOSE
    | READ
      ( (FIRST | NEXT) handlerTail
      | name
        ( (FIRST | NEXT | PREV | LAST) handlerTail
        | (EQ | LT | LE | GT | GE) LP exprPiece (COMMA exprPiece)* RP handlerTail )
      )
    )
  ;

handlerTail
  : (WHERE wherePiece | limit)?
  ;

limit
  : LIMIT (limitNumber ((COMMA | OFFSET) limitNumber)? rowsExamined? | rowsExamined)
  | fetched
  ;

// MariaDB's.
fetched
  : OFFSET (INT_NUM | PARAM | IDENT) (ROW | ROWS) fetchRows?
  | fetchRows
  ;

fetchRows
  : FETCH (FIRST | NEXT) (INT_NUM | PARAM | IDENT)? (ROW | ROWS) (ONLY | WITH TIES)
  ;

rowsExamined
  : ROWS EXAMINED limitNumber
  ;

limitNumber
  : INT_NUM | PARAM | name
  ;

// --------------------------------------------------------------------------------------------- LOAD

loadStatement
  : LOAD
    ( (DATA | XML) (LOW_PRIORITY | CONCURRENT)? loadFrom? LOCAL? (INFILE | URL | S3) STRING_TEXT
      (COUNT INT_NUM)? (IN PRIMARY KEY ORDER)?
      (REPLACE | IGNORE)? INTO TABLE tableObject (PARTITION LP names RP)?
      ((CHARSET | CHARACTER_SET SET) charsetName)? loadCompression? (ROWS IDENTIFIED BY loadText)? loadFields? loadLines?
      (IGNORE INT_NUM (LINES | ROWS))? (LP (loadTarget (COMMA loadTarget)*)? RP)?
      (SET assignmentsPiece)? bulkOptions?
    | INDEX INTO CACHE tableObject
      (cachePartitions cacheKeys? (IGNORE LEAVES)? | cacheKeys? (IGNORE LEAVES)? (COMMA cachedTable)*)
    )
  ;

loadFrom
  : FROM
  ;

loadCompression
  : COMPRESSION EQ STRING_TEXT
  ;

bulkOptions
  : PARALLEL EQ INT_NUM (MEMORY EQ (countNumber | sizeNumber))? (ALGORITHM EQ BULK)?
  | MEMORY EQ (countNumber | sizeNumber) (ALGORITHM EQ BULK)?
  | ALGORITHM EQ BULK
  ;

loadFields
  : (FIELDS | COLUMNS)
    (TERMINATED BY loadText | OPTIONALLY? ENCLOSED BY loadText | ESCAPED BY loadText)+
  ;

loadLines
  : LINES ((TERMINATED | STARTING) BY loadText)+
  ;

loadText
  : STRING_TEXT | HEX_NUM | BIT_NUM
  ;

loadTarget
  : USER_VAR
  | (IDENT | word) (DOT IDENT (DOT IDENT)?)?
  ;

cachedTable
  : tableObject cacheKeys? (IGNORE LEAVES)?
  ;

// Of one table, and no other beside it.
cachePartitions
  : PARTITION LP (ALL | names) RP
  ;

cacheKeys
  : (INDEX | KEY) LP indexNames? RP
  ;

indexNames
  : (name | PRIMARY) (COMMA (name | PRIMARY))*
  ;

// -------------------------------------------------------------------------------------- maintenance

maintenance
  : ANALYZE noBinlog? (TABLE | TABLES) analyzedTable (COMMA analyzedTable)* histogram?
  | analyzedStatement
  | CHECK (TABLE | TABLES) checkedTable (COMMA checkedTable)*
    (FOR UPGRADE | QUICK | FAST | MEDIUM | EXTENDED | CHANGED)*
  | CHECK VIEW viewObject (COMMA viewObject)* (FOR UPGRADE)?
  | CHECKSUM (TABLE | TABLES) tableObject (COMMA tableObject)* (QUICK | EXTENDED)?
  | OPTIMIZE noBinlog? (TABLE | TABLES) tableObject (COMMA tableObject)* lockWait?
  | REPAIR noBinlog? (TABLE | TABLES) tableObject (COMMA tableObject)*
    (QUICK | EXTENDED | USE_FRM | FORCE)*
  | REPAIR noBinlog? VIEW viewObject (COMMA viewObject)* (FROM MYSQL | FOR UPGRADE)?
  | CACHE INDEX tableObject
    (cachePartitions cacheKeys? | cacheKeys? (COMMA tableObject cacheKeys?)*) IN (name | DEFAULT)
  ;

analyzedStatement
  : ANALYZE (FORMAT EQ name)? explainedPiece
  ;

noBinlog
  : NO_WRITE_TO_BINLOG
  | LOCAL
  ;

checkedTable
  : tableObject
  ;

analyzedTable
  : tableObject (PERSISTENT FOR (ALL | COLUMNS persistentColumns INDEXES persistentNames))?
  ;

persistentColumns
  : ALL
  | LP names? RP
  ;

persistentNames
  : ALL
  | LP indexNames? RP
  ;

histogram
  : UPDATE HISTOGRAM ON names
    ( WITH INT_NUM BUCKETS (AUTO UPDATE | MANUAL UPDATE)? | (AUTO | MANUAL) UPDATE
    | USING DATA STRING_TEXT )?
  | DROP HISTOGRAM ON names
  ;

// -------------------------------------------------------------------------------------- diagnostics

signalled
  : sqlState
  | name
  ;

signalItem
  : conditionField EQ variableValue
  ;

conditionField
  : CLASS_ORIGIN | SUBCLASS_ORIGIN | CONSTRAINT_CATALOG | CONSTRAINT_SCHEMA | CONSTRAINT_NAME
  | CATALOG_NAME | SCHEMA_NAME | TABLE_NAME | COLUMN_NAME | CURSOR_NAME | MESSAGE_TEXT | MYSQL_ERRNO
  | ROW_NUMBER
  ;

statementItem
  : diagnosticTarget EQ (NUMBER | ROW_COUNT)
  ;

conditionItem
  : diagnosticTarget EQ (conditionField | RETURNED_SQLSTATE)
  ;

diagnosticTarget
  : USER_VAR
  | name (DOT IDENT)?
  ;
