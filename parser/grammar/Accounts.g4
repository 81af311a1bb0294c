// SPDX-License-Identifier: Apache-2.0
// Users, roles and privileges; SET in the forms that set no variable.
parser grammar Accounts;

createUser
  : USER ifNotExists? createdUser (COMMA createdUser)* defaultRoles? requireClause?
    (WITH resourceLimit+)? accountOption* userAttribute?
  ;

alterUser
  : USER ifExists?
    ( userSpec (COMMA userSpec)* requireClause? (WITH resourceLimit+)? accountOption*
      userAttribute?
    | userName defaultRole (ALL | NONE | roleNames)
    | userName factorChange
    | USER LP RP (userFunctionChange | factorChange)
    )
  ;

userFunctionChange
  : IDENTIFIED BY (STRING_TEXT | RANDOM PASSWORD) (REPLACE STRING_TEXT)? (RETAIN CURRENT PASSWORD)?
  | DISCARD OLD PASSWORD
  ;

factorChange
  : INT_NUM FACTOR ( INITIATE REGISTRATION | UNREGISTER
                   | FINISH REGISTRATION SET CHALLENGE_RESPONSE AS STRING_TEXT )
  ;

userSpec
  : userName
    ( identification userPasswordChange?
    | DISCARD OLD PASSWORD
    | ((ADD | MODIFY) INT_NUM FACTOR identification | DROP INT_NUM FACTOR)+
    )?
  ;

defaultRoles
  : DEFAULT ROLE roleNames
  ;

createdUser
  : userName (secondIdentification | identification)?
  ;

// MySQL takes the second factor without a first.
secondIdentification
  : AND identification
  ;

userPasswordChange
  : (REPLACE STRING_TEXT)? RETAIN CURRENT PASSWORD
  | REPLACE STRING_TEXT
  ;

identification
  : IDENTIFIED
    ( BY (PASSWORD? STRING_TEXT | RANDOM PASSWORD) (AND identification)?
    | (WITH | via) plugin (OR plugin)* (AND identification)?
    )
  ;

via
  : VIA
  ;

hexText
  : HEX_NUM
  ;

plugin
  : nameOrText
    ( AS (STRING_TEXT | hexText | PASSWORD LP STRING_TEXT RP)
    | USING (STRING_TEXT | PASSWORD LP STRING_TEXT RP)
    | pluginPassword
    | INITIAL AUTHENTICATION IDENTIFIED
      (BY (STRING_TEXT | RANDOM PASSWORD) | WITH nameOrText AS STRING_TEXT)
    )?
  ;

pluginPassword
  : BY (STRING_TEXT | RANDOM PASSWORD)
  ;

requireClause
  : REQUIRE (NONE | SSL | X509 | tlsOption (AND? tlsOption)*)
  ;

tlsOption
  : (CIPHER | ISSUER | SUBJECT) STRING_TEXT
  ;

resourceLimit
  : ( MAX_QUERIES_PER_HOUR | MAX_UPDATES_PER_HOUR | MAX_CONNECTIONS_PER_HOUR | MAX_USER_CONNECTIONS
    | MAX_STATEMENT_TIME ) (MINUS_SIGN INT_NUM | wholeNumber)
  ;

accountOption
  : PASSWORD (EXPIRE (DEFAULT | NEVER | INTERVAL countNumber DAY)? | passwordRule)
  | ACCOUNT (LOCK | UNLOCK)
  | FAILED_LOGIN_ATTEMPTS countNumber
  | PASSWORD_LOCK_TIME (countNumber | UNBOUNDED)
  ;

passwordRule
  : HISTORY (DEFAULT | countNumber)
  | REUSE INTERVAL (DEFAULT | countNumber DAY)
  | REQUIRE CURRENT (DEFAULT | OPTIONAL)?
  ;

userAttribute
  : (COMMENT | ATTRIBUTE) STRING_TEXT
  ;

renameUser
  : RENAME USER userName TO userName (COMMA userName TO userName)*
  ;

createRole
  : ROLE ifNotExists? roleNames roleAdmin?
  ;

roleAdmin
  : WITH ADMIN userName
  ;

// -------------------------------------------------------------------------------------- GRANT, REVOKE

grantStatement
  : GRANT
    ( PROXY_ON ON userName TO grantee (COMMA grantee)* (WITH GRANT OPTION)?
    | privileges ON privilegeLevel TO grantee (COMMA grantee)* requireClause? (WITH grantOption+)?
      grantedAs?
    | grantedRoles TO grantee (COMMA grantee)* (WITH ADMIN OPTION)?
    )
  ;

grantedRoles
  : roleName (COMMA roleName)*
  ;

grantedAs
  : AS userName (WITH ROLE (DEFAULT | NONE | ALL (EXCEPT roleNames)? | roleNames))?
  ;

grantee
  : userName grantedPassword?
  | PUBLIC
  ;

grantedPassword
  : identification
  ;

grantOption
  : GRANT OPTION
  | resourceLimit
  ;

revokeStatement
  : REVOKE revokeIfExists?
    ( PROXY_ON ON userName FROM userNames
    | ADMIN OPTION FOR roleName FROM userNames
    | privileges ON privilegeLevel FROM owner (COMMA owner)*
    | ALL PRIVILEGES? COMMA GRANT OPTION FROM owner (COMMA owner)*
    | revokedRoles FROM owner (COMMA owner)*
    ) ignoreUnknown?
  ;

owner
  : userName
  | PUBLIC
  ;

revokedRoles
  : roleName (COMMA roleName)*
  ;

revokeIfExists
  : IF EXISTS
  ;

ignoreUnknown
  : IGNORE UNKNOWN USER
  ;

privileges
  : privilege (COMMA privilege)*
  ;

// Several words, or the name of a role.
privilege
  : ALL PRIVILEGES?
  | (SELECT | INSERT | UPDATE | REFERENCES) (LP names RP)?
  | DELETE history?
  | ALTER ROUTINE?
  | CREATE (ROUTINE | TABLESPACE | TEMPORARY TABLES | USER | VIEW | ROLE)?
  | DROP ROLE?
  | GRANT OPTION
  | LOCK TABLES
  | SHOW (DATABASES | VIEW | CREATE ROUTINE)
  | REPLICATION (CLIENT | SLAVE ADMIN? | MASTER ADMIN | REPLICA ADMIN?)
  | BINLOG (ADMIN | MONITOR | REPLAY)
  | (CONNECTION | FEDERATED | READ_ONLY) ADMIN
  | (SLAVE | REPLICA) MONITOR
  | READ ONLY ADMIN
  | SET USER
  | INDEX | TRIGGER | USAGE
  | (EXECUTE | EVENT | FILE | PROCESS | RELOAD | SHUTDOWN | SUPER)
  | otherPrivilege (LP names RP)?
  ;

history
  : HISTORY
  ;

// MySQL's dynamic privileges, and roles.
otherPrivilege
  : (IDENT | word | STRING_TEXT) USER_VAR?
  ;

privilegeLevel
  : (TABLE | FUNCTION | PROCEDURE)?
    ( STAR (DOT STAR)?
    | name DOT STAR
    | tableObject
    )
  | LIBRARY (STAR (DOT STAR)? | name DOT STAR | storedName)
  ;

// ---------------------------------------------------------------------------------------------- SET

setStatement
  : SET
    ( PASSWORD (FOR userName)?
      ( (EQ | ASSIGN) (STRING_TEXT | (PASSWORD | OLD_PASSWORD) LP STRING_TEXT RP) passwordTail?
      | TO RANDOM passwordTail? )
    | ROLE (NONE | roleName | mysqlRoles)
    | defaultRole (NONE | ALL | roleNames) TO roleNames
    | defaultRoleOf
    | RESOURCE GROUP name (FOR countNumber (COMMA? countNumber)*)?
    | STATEMENT statementVariables FOR statementPiece
    )
  ;

mysqlRoles
  : DEFAULT
  | ALL (EXCEPT roleNames)?
  | roleName (COMMA roleName)+
  ;

defaultRoleOf
  : DEFAULT ROLE (NONE | roleName) (FOR userName)?
  ;

defaultRole
  : DEFAULT ROLE
  ;

passwordTail
  : (REPLACE STRING_TEXT)? RETAIN CURRENT PASSWORD
  | REPLACE STRING_TEXT
  ;

statementVariables
  : statementVariable (COMMA statementVariable)*
  ;

statementVariable
  : name (DOT IDENT)? EQ settingPiece
  ;

// Ends before the comma of the next variable and before FOR.
settingPiece
  : settingPart+
  ;

settingPart
  : LP nested* RP
  | CASE nested* END
  | ~(LP | RP | CASE | END | SEMICOLON | COMMA | FOR)
  ;

createResourceGroup
  : RESOURCE GROUP name TYPE (EQ | ASSIGN)? (SYSTEM | USER) resourceOptions
  ;

alterResourceGroup
  : RESOURCE GROUP name resourceOptions FORCE?
  ;

resourceOptions
  : (VCPU (EQ | ASSIGN)? vcpus (COMMA? vcpus)*)? (THREAD_PRIORITY (EQ | ASSIGN)? MINUS_SIGN? INT_NUM)?
    (ENABLE | DISABLE)?
  ;

vcpus
  : INT_NUM (MINUS_SIGN INT_NUM)?
  ;
