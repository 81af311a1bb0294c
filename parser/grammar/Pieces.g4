// SPDX-License-Identifier: Apache-2.0
// Where a query, an expression or a statement inside of another one ends. What they say is for the
// grammar they belong to.
parser grammar Pieces;

// Ends before what may stand behind an expression in a program: a `;`, THEN, WHEN, DO, END, a comma.
exprPiece
  : exprPart+
  ;

exprPart
  : LP nested* RP
  | CASE nested* END
  | ~(LP | RP | CASE | END | SEMICOLON | COMMA | THEN | WHEN | ELSE | KILL_QUERY | KILL_CONNECTION)
  ;

whilePiece
  : whilePart+
  ;

whilePart
  : LP nested* RP
  | CASE nested* END
  | ~(LP | RP | CASE | END | SEMICOLON | DO)
  ;

nested
  : LP nested* RP
  | CASE nested* END
  | ~(LP | RP | CASE | END | SEMICOLON)
  ;

// Behind this the options of an event may follow.
eventExprPiece
  : eventExprPart+
  ;

eventExprPart
  : LP nested* RP
  | CASE nested* END
  | ~(LP | RP | CASE | END | SEMICOLON | ON | STARTS | ENDS | ENABLE | DISABLE | COMMENT | RENAME | DO)
  ;

// Ends before USING.
immediatePiece
  : immediatePart+
  ;

immediatePart
  : LP nested* RP
  | CASE nested* END
  | ~(LP | RP | CASE | END | SEMICOLON | COMMA | USING)
  ;

// To the end of the statement.
exprListPiece
  : ~SEMICOLON+
  ;

wherePiece
  : ~SEMICOLON+
  ;

// The same without a LIMIT behind it.
filterPiece
  : ~SEMICOLON+
  ;

assignmentsPiece
  : ~(SEMICOLON | PARALLEL | MEMORY)+
  ;

// To the end, or to the WITH CHECK OPTION of a view.
queryPiece
  : ~(SEMICOLON | WITH_CHECK)+
  ;

cursorPiece
  : ~SEMICOLON+
  ;

returnPiece
  : ~SEMICOLON+
  ;

explainedPiece
  : (SELECT | WITH | LP | VALUES | INSERT | REPLACE | UPDATE | DELETE) ~SEMICOLON*
  ;

statementPiece
  : ( SELECT | WITH | LP | VALUES | TABLE | INSERT | REPLACE | UPDATE | DELETE | CREATE | ALTER | DROP
    | TRUNCATE | RENAME | SET | SHOW | USE | CALL | DO | PREPARE | EXECUTE | DEALLOCATE | SIGNAL
    | RESIGNAL | GET | GRANT | REVOKE | FLUSH | KILL | LOCK | UNLOCK | START | COMMIT | ROLLBACK
    | SAVEPOINT | RELEASE | ANALYZE | CHECK | CHECKSUM | OPTIMIZE | REPAIR | CACHE | LOAD | HANDLER
    | EXPLAIN | DESCRIBE | DESC | XA | RESET | PURGE | CHANGE | STOP | INSTALL | UNINSTALL | BINLOG
    | HELP | IMPORT | CLONE | SHUTDOWN | RESTART | BACKUP )
    ~SEMICOLON*
  ;
