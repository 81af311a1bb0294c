// SPDX-License-Identifier: Apache-2.0
// Views, databases, sequences, and what storage is made of.
parser grammar Objects;

createView
  : viewOptions VIEW ifNotExists? viewObject (LP names RP)? AS queryPiece checkOption?
  | JSON (RELATIONAL)? DUALITY VIEW ifNotExists? viewObject AS queryPiece
  ;

alterView
  : viewOptions VIEW viewObject (LP names RP)? AS queryPiece checkOption?
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
  : (DATABASE | SCHEMA) databaseObject? ( (databaseOption | READ ONLY (EQ | ASSIGN)? (DEFAULT | INT_NUM))+ | UPGRADE DATA DIRECTORY NAME )
  ;

databaseOption
  : DEFAULT? (charsetClause | COLLATE (EQ | ASSIGN)? charsetName | ENCRYPTION (EQ | ASSIGN)? STRING_TEXT)
  | COMMENT EQ? STRING_TEXT
  ;

// ---------------------------------------------------------------------------------------- sequences

createSequence
  : TEMPORARY? SEQUENCE ifNotExists? sequenceObject (AS sequenceType)? sequenceOption*
    sequenceTableOption*
  ;

sequenceType
  : (TINYINT | SMALLINT | MEDIUMINT | INT | INTEGER | BIGINT) numericFlag*
  ;

alterSequence
  : SEQUENCE ifExists? sequenceObject sequenceOption+
  ;

sequenceOption
  : START (WITH | EQ)? signedInteger
  | INCREMENT (BY | EQ)? signedInteger
  | (MINVALUE | MAXVALUE) EQ? signedInteger
  | (NOMINVALUE | NOMAXVALUE | NOCACHE | NOCYCLE | CYCLE)
  | NO (MINVALUE | MAXVALUE)
  | CACHE EQ? INT_NUM
  | RESTART ((WITH | EQ)? signedInteger)?
  ;

signedInteger
  : (MINUS_SIGN | PLUS_SIGN)? INT_NUM
  ;

sequenceTableOption
  : ENGINE EQ? nameOrText
  | COMMENT EQ? STRING_TEXT
  | IDENT EQ sequenceTableValue
  ;

sequenceTableValue
  : INT_NUM | STRING_TEXT | HEX_NUM | IDENT | word | DEFAULT
  ;

// -------------------------------------------------------------------------------------- tablespaces

createTablespace
  : UNDO TABLESPACE name ADD DATAFILE STRING_TEXT tablespaceOption*
  | TABLESPACE name (ADD DATAFILE STRING_TEXT)? (USE LOGFILE GROUP name)? tablespaceOption*
  ;

alterTablespace
  : UNDO TABLESPACE name SET (ACTIVE | INACTIVE) tablespaceOption*
  | TABLESPACE name
    ( (ADD | DROP) DATAFILE STRING_TEXT tablespaceOption*
    | RENAME TO name
    | tablespaceOption+
    )
  ;

// 4M
sizeNumber
  : IDENT
  ;

dropTablespace
  : (UNDO? TABLESPACE | LOGFILE GROUP) name tablespaceOption*
  ;

createLogfileGroup
  : LOGFILE GROUP name ADD (UNDOFILE | REDOFILE) STRING_TEXT tablespaceOption*
  ;

alterLogfileGroup
  : LOGFILE GROUP name ADD UNDOFILE STRING_TEXT tablespaceOption*
  ;

tablespaceOption
  : ( INITIAL_SIZE | AUTOEXTEND_SIZE | MAX_SIZE | EXTENT_SIZE | UNDO_BUFFER_SIZE
    | REDO_BUFFER_SIZE | FILE_BLOCK_SIZE | NODEGROUP ) (EQ | ASSIGN)? (INT_NUM | sizeNumber)
  | STORAGE? ENGINE (EQ | ASSIGN)? nameOrText
  | (COMMENT | ENCRYPTION | ENGINE_ATTRIBUTE) (EQ | ASSIGN)? STRING_TEXT
  | WAIT | NO_WAIT
  | COMMA
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
  : (HOST | DATABASE | USER | PASSWORD | SOCKET | OWNER) STRING_TEXT
  | PORT INT_NUM
  ;

// ------------------------------------------------------------------------------------------- others

createSpatialReference
  : SPATIAL REFERENCE SYSTEM ifNotExists? INT_NUM spatialAttribute*
  ;

spatialAttribute
  : (NAME | DEFINITION | DESCRIPTION) STRING_TEXT
  | ORGANIZATION STRING_TEXT IDENTIFIED BY INT_NUM
  ;

createLibrary
  : LIBRARY ifNotExists? otherObject (COMMENT STRING_TEXT)? LANGUAGE name (COMMENT STRING_TEXT)?
    AS STRING_TEXT
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
