// SPDX-License-Identifier: Apache-2.0
// What administrators say to servers: replication, logs, plugins, connections, XA.
parser grammar Servers;

serverStatement
  : flushStatement
  | resetStatement
  | KILL (HARD | SOFT)? (KILL_CONNECTION | KILL_QUERY ID?)? (USER userName | exprPiece)
  | PURGE (BINARY | MASTER) LOGS (TO STRING_TEXT | BEFORE exprPiece)
  | xaStatement
  | changeStatement
  | START ALL (SLAVES | REPLICAS)
  | START (SLAVE | REPLICA) STRING_TEXT? threadTypes (UNTIL untilItem (COMMA untilItem)*)?
    startLogin? forChannel?
  | STOP (SLAVE | REPLICA) STRING_TEXT? threadTypes forChannel?
  | STOP ALL (SLAVES | REPLICAS)
  | (START | STOP) GROUP_REPLICATION (groupOption (COMMA groupOption)*)?
  | BINLOG (STRING_TEXT | USER_VAR COMMA USER_VAR)
  | CLONE ( LOCAL DATA DIRECTORY (EQ | ASSIGN)? STRING_TEXT
          | INSTANCE FROM (IDENT | word | STRING_TEXT) USER_VAR? COLON wholeNumber IDENTIFIED BY STRING_TEXT
            (DATA DIRECTORY (EQ | ASSIGN)? STRING_TEXT)? (REQUIRE NO? SSL)? )
  | INSTALL ( PLUGIN ifNotExists? name SONAME STRING_TEXT
            | SONAME STRING_TEXT
            | COMPONENT STRING_TEXT (COMMA STRING_TEXT)* (SET componentSetting (COMMA componentSetting)*)? )
  | UNINSTALL ( PLUGIN ifExists? name
              | SONAME ifExists? STRING_TEXT
              | COMPONENT STRING_TEXT (COMMA STRING_TEXT)* )
  | SHUTDOWN (WAIT FOR ALL (SLAVES | REPLICAS))?
  | RESTART
  | backupStatement
  ;

backupStatement
  : BACKUP ( STAGE name | LOCK tableObject | UNLOCK )
  ;

componentSetting
  : ((GLOBAL | PERSIST) name | name) (DOT IDENT)* (EQ | ASSIGN) exprPiece
  ;

flushStatement
  : FLUSH (NO_WRITE_TO_BINLOG | LOCAL)?
    ( (TABLES | TABLE) flushTables?
    | flushOption (COMMA flushOption)*
    )
  ;

flushTables
  : WITH READ LOCK (AND DISABLE CHECKPOINT)?
  | tableObject (COMMA tableObject)* (WITH READ LOCK (AND DISABLE CHECKPOINT)? | FOR EXPORT)?
  ;

flushOption
  : BINARY LOGS DELETE_DOMAIN_ID EQ LP wholeNumber? (COMMA wholeNumber)* RP
  | (BINARY | ENGINE | ERROR | GENERAL | SLOW)? LOGS
  | RELAY LOGS STRING_TEXT? forChannel?
  | QUERY CACHE
  | STATUS
  | HOSTS | PRIVILEGES | OPTIMIZER_COSTS | USER_RESOURCES | DES_KEY_FILE | MASTER
  | (SLAVE | REPLICA) STRING_TEXT?
  | SSL
  | CLIENT_STATISTICS | INDEX_STATISTICS | TABLE_STATISTICS | USER_STATISTICS | USER_VARIABLES
  ;

resetStatement
  : RESET
    ( PERSIST (ifExists? name (DOT IDENT)?)?
    | resetOption (COMMA resetOption)*
    )
  ;

resetOption
  : BINARY LOGS AND GTIDS (TO countNumber)?
  | MASTER (TO wholeNumber)?
  | (SLAVE | REPLICA) STRING_TEXT? ALL? forChannel?
  | QUERY CACHE
  ;

forChannel
  : FOR CHANNEL STRING_TEXT
  ;

// ----------------------------------------------------------------------------------------------- XA

xaStatement
  : XA
    ( (START | BEGIN) xid (JOIN | RESUME)?
    | END xid (SUSPEND (FOR MIGRATE)?)?
    | PREPARE xid
    | COMMIT xid (ONE PHASE)?
    | ROLLBACK xid
    | RECOVER (CONVERT XID | recoverFormat)?
    )
  ;

xid
  : xidText (COMMA xidText (COMMA wholeNumber)?)?
  ;

recoverFormat
  : FORMAT EQ nameOrText
  ;

xidText
  : STRING_TEXT | HEX_NUM | BIT_NUM
  ;

// -------------------------------------------------------------------------------------- replication

changeStatement
  : CHANGE
    ( MASTER STRING_TEXT? TO sourceOption (COMMA sourceOption)* forChannel?
    | REPLICATION SOURCE TO sourceOption (COMMA sourceOption)* forChannel?
    | REPLICATION FILTER replicationFilter (COMMA replicationFilter)* forChannel?
    )
  ;

// The server knows which options there are.
sourceOption
  : MASTER_USE_GTID EQ (CURRENT_POS | SLAVE_POS | REPLICA_POS | NO)
  | (IDENT | sourceWord) EQ ( wholeNumber | STRING_TEXT | NULL_ | TRUE | FALSE | ON | OFF | LOCAL
                            | CURRENT_POS | SLAVE_POS | REPLICA_POS | NO | GENERATE | STREAM | PRIMARY
                            | DEFAULT | (IDENT | word) USER_VAR? | STRING_TEXT USER_VAR
                            | LP wholeNumber? (COMMA wholeNumber)* RP
                            | LP STRING_TEXT (COMMA STRING_TEXT)* RP )
  ;

sourceWord
  : MASTER_SSL_VERIFY_SERVER_CERT | DO_DOMAIN_IDS | IGNORE_DOMAIN_IDS | MASTER_DEMOTE_TO_REPLICA
  | MASTER_DEMOTE_TO_SLAVE
  ;

replicationFilter
  : name EQ LP (filterItem (COMMA filterItem)*)? RP
  ;

filterItem
  : LP name COMMA name RP
  | objectName
  | STRING_TEXT
  ;

startLogin
  : USER EQ STRING_TEXT startPassword?
  | startPassword
  ;

startPassword
  : PASSWORD EQ STRING_TEXT startPlugin?
  | startPlugin
  ;

startPlugin
  : DEFAULT_AUTH EQ STRING_TEXT (PLUGIN_DIR EQ STRING_TEXT)?
  | PLUGIN_DIR EQ STRING_TEXT
  ;

threadTypes
  : threadType? (COMMA threadType?)*
  ;

threadType
  : IO_THREAD | SQL_THREAD | RELAY_THREAD
  ;

untilItem
  : name EQ (STRING_TEXT | INT_NUM | DECIMAL_NUM | FLOAT_NUM)
  | SQL_AFTER_MTS_GAPS
  ;

groupOption
  : (USER | PASSWORD | DEFAULT_AUTH) EQ STRING_TEXT
  ;
