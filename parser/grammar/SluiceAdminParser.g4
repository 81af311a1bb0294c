// SPDX-License-Identifier: Apache-2.0
// The grammar of what servers know and the router does not plan: programs, accounts, servers, all the
// SHOWs. It is apart from SluiceSqlParser.g4 so that the statements of the query path keep a small
// parser; nobody waits for these, so their choices may take more than one token of look-ahead.
//
// Queries, expressions and the statements inside of programs are only cut out here: the rules of
// Pieces.g4 find where they end, and parser/admin_parser.cc has each parsed by the grammar it belongs
// to. Names are noted by the rule that reads them (`viewObject`, ..). A word is a keyword here if
// some rule speaks of it, and a name as well unless servers reserve it.
parser grammar SluiceAdminParser;

import Pieces, Programs, Accounts, Objects, Data, Servers, Shows, Types, AdminWords;

options {
  tokenVocab = SluiceAdminTokens;
}

root
  : statement EOF
  ;

statement
  : createStatement
  | alterStatement
  | dropStatement
  | RENAME (TABLE | TABLES) ifExists? renameTable (COMMA renameTable)*
  | renameUser
  | grantStatement
  | revokeStatement
  | setStatement
  | showStatement
  | dataStatement
  | serverStatement
  | outerCompound
  ;

// Outside of programs.
outerCompound
  : compound
  ;

createStatement
  : CREATE (OR REPLACE)?
    ( createView
    | definer? (createTrigger | createEvent | createRoutine)
    | createDatabase
    | createUser
    | createRole
    | createTablespace
    | createLogfileGroup
    | createServer
    | createSequence
    | createResourceGroup
    | createSpatialReference
    | createLibrary
    )
  ;

alterStatement
  : ALTER
    ( alterView
    | definer? alterEvent
    | alterRoutine
    | alterDatabase
    | alterUser
    | alterTablespace
    | alterLogfileGroup
    | alterServer
    | alterSequence
    | alterResourceGroup
    | alterInstance
    | alterLibrary
    )
  ;

dropStatement
  : DROP
    ( VIEW ifExists? viewObject (COMMA viewObject)* (RESTRICT | CASCADE)?
    | TRIGGER ifExists? triggerObject
    | EVENT ifExists? eventObject
    | (PROCEDURE | FUNCTION) ifExists? routineObject
    | (DATABASE | SCHEMA) ifExists? databaseObject
    | USER ifExists? userName (COMMA userName)*
    | ROLE ifExists? roleNames
    | dropTablespace
    | SERVER ifExists? serverName
    | TEMPORARY? SEQUENCE ifExists? sequenceObject (COMMA sequenceObject)*
    | RESOURCE GROUP name FORCE?
    | SPATIAL REFERENCE SYSTEM ifExists? countNumber
    | LIBRARY ifExists? otherObject
    | PREPARE name
    )
  ;

ifNotExists
  : IF NOT EXISTS
  ;

ifExists
  : IF EXISTS
  ;

// -------------------------------------------------------------------------------------------- names

name
  : IDENT | word
  ;

names
  : name (COMMA name)*
  ;

objectName
  : (IDENT | word) (DOT IDENT)?
  | DOT IDENT
  ;

storedName
  : (IDENT | word) (DOT IDENT)?
  ;

nameOrText
  : IDENT | word | STRING_TEXT
  ;

tableObject : objectName ;
viewObject : objectName ;
sequenceObject : objectName ;
routineObject : storedName ;
triggerObject : storedName ;
eventObject : storedName ;
databaseObject : name ;
otherObject : storedName ;

userName
  : (IDENT | word | STRING_TEXT) USER_VAR?
  | CURRENT_USER (LP RP)?
  | CURRENT_ROLE (LP RP)?
  ;

roleName
  : (IDENT | word | STRING_TEXT) USER_VAR?
  | CURRENT_ROLE (LP RP)?
  ;

roleNames
  : roleName (COMMA roleName)*
  ;

userNames
  : userName (COMMA userName)*
  ;

definer
  : DEFINER EQ userName
  ;

// A value as diagnostics have them.
simpleValue
  : INT_NUM | DECIMAL_NUM | FLOAT_NUM
  | (STRING_TEXT | NATIONAL_TEXT) STRING_TEXT*
  | INTRODUCER (STRING_TEXT+ | HEX_NUM | BIT_NUM)
  | HEX_NUM | BIT_NUM | IDENT | word | NULL_ | TRUE | FALSE
  | USER_VAR
  ;

variableValue
  : simpleValue
  | AT_AT name (DOT IDENT)?
  | name DOT IDENT
  ;
