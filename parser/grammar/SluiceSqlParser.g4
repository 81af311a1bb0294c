// SPDX-License-Identifier: Apache-2.0
// The grammar of the statements that Sluice routes, as a union of MySQL 8 and MariaDB. It decides what is
// a sentence; what a sentence means is the AST builder's work, and so is what one token of look-ahead
// cannot tell: operator precedence, which ON belongs to which JOIN.
//
// Rules of the house, for speed (ANTLR predicts without its simulator only then; a test counts the
// exceptions):
//   - every choice is decided by the next token. Where SQL needs more, the token stream looks ahead and
//     hands over another token type: parser/token_stream.cc has the list.
//   - nothing that may end in an `expr` may be followed by a token that continues one.
//   - lists carry labels (`items+=`), so that the builder needs no search among the children.
//
// A statement that begins like another kind never comes here: parser/dispatch.cc answers for it.
parser grammar SluiceSqlParser;

import Expressions, Queries, DataChanges, Types, TableDefinition, Sessions;

options {
  tokenVocab = SluiceSqlTokens;
}

root
  : body=statement EOF
  ;

// What SluiceAdminParser.g4 cuts out of its statements.
exprRoot
  : value=expr EOF
  ;

exprListRoot
  : items+=selectItem (COMMA items+=selectItem)* EOF
  ;

whereRoot
  : value=expr limitClause? EOF
  ;

queryRoot
  : query=queryExpression EOF
  ;

assignmentsRoot
  : items+=assignment (COMMA items+=assignment)* EOF
  ;

statement
  : query=queryExpression
  | insert=insertStatement
  | change=changeStatement
  | create=createStatement
  | drop=dropStatement
  | alter=alterTable
  | truncate=truncateTable
  | set_=setStatement
  | show=showStatement
  | use_=useStatement
  | begin=beginStatement
  | end=endTransaction
  | savepoint=savepointStatement
  | explain=explainStatement
  ;

// A name that may be one of the words below. Where names are many, rules say (IDENT | word) themselves and
// save a node.
name
  : IDENT
  | word
  ;

tableName
  : (IDENT | word) (DOT IDENT)?
  | DOT IDENT
  ;

names
  : items+=name (COMMA items+=name)*
  ;

// Free words that are keywords wherever they stand. Others are keywords only in the company that
// parser/token_stream.cc knows, and IDENT anywhere else.
word
  : ACTION | AFTER | AGAINST | ALGORITHM | ALWAYS | ARRAY | ASCII | AT | AUTO | AUTO_INCREMENT
  | BEGIN | BIT | BOOL | BOOLEAN | BYTE | CHAIN | CHARSET | COALESCE | COLLATION | COLUMNS
  | COLUMN_FORMAT | COMMENT | COMMIT | COMMITTED | COMPRESSED | CONNECTION | CONSISTENT | COUNT
  | CURRENT | CYCLE | DATE | DATETIME | DIRECTORY | DISABLE | DISCARD | ENABLE | END
  | ENFORCED | ENGINES | ENUM | ERRORS | EXAMINED | EXCHANGE | EXCLUDE | EXPANSION | FIELDS | FIRST
    | FIXED | FOLLOWING | FULL | GRANTS | GROUP_CONCAT | HASH | HISTORY | IGNORED
  | IMPORT | INDEXES | INVISIBLE | JSON | KEY_BLOCK_SIZE | LANGUAGE | LESS | LEVEL
  | LIST | LOCKED | MODE | MODIFY | NATIONAL | NCHAR | NEXT | NO | NOWAIT | NULLS | NVARCHAR
  | ONLINE | ONLY | ORDINALITY | OVERLAPS | PARSER | PARTITIONING | PATH | PERSISTENT | PRECEDING
  | PROCESSLIST | QUERY | REBUILD | REMOVE | REORGANIZE | REPAIR | REPEATABLE | ROLLBACK
  | SERIAL | SERIALIZABLE | SHARE | SIGNED | SNAPSHOT | SRID | START | STARTS | STATUS | STORAGE
  | SUBPARTITION | SUBPARTITIONS | SYSTEM_TIME | TABLES | TABLESPACE | TEMPORARY | TEXT
  | THAN | TIES | TIME | TIMESTAMP | TRUNCATE | UNBOUNDED | UNCOMMITTED | UNICODE | VALIDATION
  | VALUE | VARIABLES | VERSIONING | VISIBLE | WAIT | WARNINGS | WITHOUT | WORK | YEAR
  ;
