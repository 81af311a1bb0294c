// SPDX-License-Identifier: Apache-2.0
// The SHOWs that the router hands on or refuses; Sessions.g4 has those it answers.
parser grammar Shows;

showStatement
  : SHOW
    ( CREATE showCreate
    | (BINARY | MASTER) LOGS
    | (BINARY LOG | MASTER | BINLOG) STATUS
    | BINLOG EVENTS eventsTail
    | RELAYLOG STRING_TEXT? EVENTS eventsTail forChannel?
    | (REPLICAS | REPLICA HOSTS | SLAVE HOSTS)
    | (REPLICA | SLAVE) STRING_TEXT? STATUS forChannel?
    | ALL (REPLICAS | SLAVES) STATUS
    | LIBRARY STATUS showFilter?
    | (PROCEDURE | FUNCTION | PACKAGE BODY?) ( STATUS showFilter? | CODE routineObject )
    | FULL? TRIGGERS fromDatabase? showFilter?
    | (EVENTS | OPEN TABLES) fromDatabase? showFilter?
    | ENGINE (name | STRING_TEXT | ALL) (STATUS | MUTEX | LOGS)
    | PLUGINS (SONAME (STRING_TEXT | showFilter)?)?
    | PRIVILEGES
    | PROFILE (profileType (COMMA profileType)*)? (FOR QUERY INT_NUM)? limit?
    | PROFILES
    | (AUTHORS | CONTRIBUTORS)
    | showExplain
    | (CLIENT_STATISTICS | INDEX_STATISTICS | TABLE_STATISTICS | USER_STATISTICS | USER_VARIABLES)
      (WHERE filterPiece)?
    )
  ;

showExplain
  : (EXPLAIN | ANALYZE) (FORMAT EQ name)? FOR exprPiece
  ;

showCreate
  : VIEW viewObject
  | (PROCEDURE | FUNCTION) routineObject
  | PACKAGE BODY? routineObject
  | LIBRARY otherObject
  | TRIGGER triggerObject
  | EVENT eventObject
  | USER userName?
  | SEQUENCE sequenceObject
  | SERVER nameOrText
  ;

showFilter
  : LIKE STRING_TEXT
  | WHERE filterPiece
  ;

fromDatabase
  : (FROM | IN) databaseObject
  ;

eventsTail
  : (IN STRING_TEXT)? (FROM PLUS_SIGN? (INT_NUM | DECIMAL_NUM | FLOAT_NUM))? limit?
  ;

profileType
  : ALL | CPU | IPC | MEMORY | SOURCE | SWAPS
  | BLOCK IO
  | CONTEXT SWITCHES
  | PAGE FAULTS
  ;
