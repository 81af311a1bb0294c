// SPDX-License-Identifier: Apache-2.0
// Views, databases, sequences, and what storage is made of.
parser grammar Objects;

createView
  : viewOptions VIEW ifNotExists? viewObject (LP names RP)? AS queryPiece checkOption?
  | JSON (RELATIONAL)? DUALITY VIEW ifNotExists? viewObject AS queryPiece
  ;

alterView
  : viewOptions VIEW viewObject (LP names RP)? AS queryPiece checkOption?
  | JSON (RELATIONAL)? DUALITY VIEW viewObject AS queryPiece
  ;

viewOptions
  : (ALGORITHM EQ (MERGE | TEMPTABLE | UNDEFINED))? definer? (SQL SECURITY (DEFINER | INVOKER))?
    MATERIALIZED?
  ;

checkOption
  : WITH_CHECK (CASCADED | LOCAL)? CHECK OPTION
  ;

// ---------------------------------------------------------------------------------------- databases

createDatabase
  : (DATABASE | SCHEMA) ifNotExists? databaseObject databaseOption*
  ;

alterDatabase
  : (DATABASE | SCHEMA) databaseObject? ( (databaseOption | readOnly)+ | UPGRADE DATA DIRECTORY NAME )
  ;

readOnly
  : READ ONLY (EQ | ASSIGN)? (DEFAULT | INT_NUM | HEX_NUM | DECIMAL_NUM | FLOAT_NUM)
  ;

databaseOption
  : DEFAULT? (charsetClause | COLLATE (EQ | ASSIGN)? charsetName | ENCRYPTION (EQ | ASSIGN)? STRING_TEXT)
  | COMMENT (EQ | ASSIGN)? STRING_TEXT
  ;

// ---------------------------------------------------------------------------------------- sequences

createSequence
  : TEMPORARY? SEQUENCE ifNotExists? sequenceObject (AS sequenceType)? sequenceOption*
    (sequenceTableOption (COMMA? sequenceTableOption)*)?
  ;

sequenceType
  : (TINYINT | SMALLINT | MEDIUMINT | INT | INTEGER | BIGINT) numericFlag*
  ;

alterSequence
  : SEQUENCE ifExists? sequenceObject (sequenceOption | RESTART ((WITH | EQ | ASSIGN)? signedInteger)?)+
  ;

sequenceOption
  : START (WITH | EQ | ASSIGN)? signedInteger
  | INCREMENT (BY | EQ | ASSIGN)? signedInteger
  | (MINVALUE | MAXVALUE) (EQ | ASSIGN)? signedInteger
  | (NOMINVALUE | NOMAXVALUE | NOCACHE | NOCYCLE | CYCLE)
  | NO (MINVALUE | MAXVALUE)
  | CACHE (EQ | ASSIGN)? signedInteger
  ;

signedInteger
  : (MINUS_SIGN | PLUS_SIGN)? INT_NUM
  ;

sequenceTableOption
  : ENGINE (EQ | ASSIGN)? nameOrText
  | COMMENT (EQ | ASSIGN)? STRING_TEXT
  | DEFAULT? (charsetClause | COLLATE (EQ | ASSIGN)? charsetName)
  | (DATA | INDEX) DIRECTORY (EQ | ASSIGN)? STRING_TEXT
  | customOption
  ;

customOption
  : (IDENT | word | PAGE_CHECKSUM | STATS_AUTO_RECALC | STATS_PERSISTENT | STATS_SAMPLE_PAGES) (EQ | ASSIGN)? sequenceTableValue
  ;

sequenceTableValue
  : PLUS_SIGN? (INT_NUM | DECIMAL_NUM | FLOAT_NUM) | STRING_TEXT | HEX_NUM | IDENT | word | DEFAULT
  ;

// -------------------------------------------------------------------------------------- tablespaces

createTablespace
  : UNDO TABLESPACE name ADD DATAFILE STRING_TEXT engineOptions?
  | TABLESPACE name (ADD DATAFILE STRING_TEXT)? (USE LOGFILE GROUP name)?
    (createdSpaceOption (COMMA? createdSpaceOption)*)?
  ;

alterTablespace
  : UNDO TABLESPACE name SET (ACTIVE | INACTIVE) engineOptions?
  | TABLESPACE name
    ( (ADD | DROP) DATAFILE STRING_TEXT (alteredSpaceOption (COMMA? alteredSpaceOption)*)?
    | RENAME TO name
    | alteredSpaceOption (COMMA? alteredSpaceOption)*
    )
  ;

// 4M
// Like 4M; what is none is an error of another kind.
sizeNumber
  : IDENT
  ;

dropTablespace
  : (UNDO? TABLESPACE | LOGFILE GROUP) name engineOptions?
  ;

createLogfileGroup
  : LOGFILE GROUP name ADD (UNDOFILE | REDOFILE) STRING_TEXT
    (logfileOption (COMMA? logfileOption)*)?
  ;

alterLogfileGroup
  : LOGFILE GROUP name ADD UNDOFILE STRING_TEXT (alteredLogfileOption (COMMA? alteredLogfileOption)*)?
  ;

engineOptions
  : engineOption (COMMA? engineOption)*
  ;

engineOption
  : STORAGE? ENGINE (EQ | ASSIGN)? nameOrText
  | WAIT | NO_WAIT
  ;

createdSpaceOption
  : alteredSpaceOption
  | (EXTENT_SIZE | FILE_BLOCK_SIZE) (EQ | ASSIGN)? (countNumber | sizeNumber)
  | NODEGROUP (EQ | ASSIGN)? countNumber
  | COMMENT (EQ | ASSIGN)? STRING_TEXT
  ;

alteredSpaceOption
  : (INITIAL_SIZE | AUTOEXTEND_SIZE | MAX_SIZE) (EQ | ASSIGN)? (countNumber | sizeNumber)
  | (ENCRYPTION | ENGINE_ATTRIBUTE) (EQ | ASSIGN)? STRING_TEXT
  | engineOption
  ;

logfileOption
  : alteredLogfileOption
  | (UNDO_BUFFER_SIZE | REDO_BUFFER_SIZE) (EQ | ASSIGN)? (countNumber | sizeNumber)
  | NODEGROUP (EQ | ASSIGN)? countNumber
  | COMMENT (EQ | ASSIGN)? STRING_TEXT
  ;

alteredLogfileOption
  : INITIAL_SIZE (EQ | ASSIGN)? (countNumber | sizeNumber)
  | engineOption
  ;

// ------------------------------------------------------------------------------------------ servers

createServer
  : SERVER ifNotExists? serverName FOREIGN DATA WRAPPER nameOrText
    OPTIONS LP serverOption (COMMA serverOption)* RP
  ;

alterServer
  : SERVER serverName OPTIONS LP serverOption (COMMA serverOption)* RP
  ;

serverName
  : nameOrText
  ;

serverOption
  : (HOST | DATABASE | SCHEMA | USER | PASSWORD | SOCKET | OWNER) STRING_TEXT
  | PORT wholeNumber
  ;

// ------------------------------------------------------------------------------------------- others

createSpatialReference
  : SPATIAL REFERENCE SYSTEM ifNotExists? countNumber spatialAttribute*
  ;

spatialAttribute
  : (NAME | DEFINITION | DESCRIPTION) STRING_TEXT
  | ORGANIZATION STRING_TEXT IDENTIFIED BY countNumber
  ;

createLibrary
  : LIBRARY ifNotExists? otherObject (COMMENT STRING_TEXT)* LANGUAGE name (COMMENT STRING_TEXT | LANGUAGE name)*
    AS (STRING_TEXT | HEX_NUM | BIT_NUM)
  ;

alterLibrary
  : LIBRARY otherObject COMMENT STRING_TEXT
  ;

alterInstance
  : INSTANCE
    ( ROTATE (INNODB | BINLOG) MASTER KEY
    | RELOAD TLS (FOR CHANNEL name)? (NO ROLLBACK ON ERROR)?
    | RELOAD KEYRING
    | (ENABLE | DISABLE) INNODB REDO_LOG
    )
  ;
