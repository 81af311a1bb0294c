// SPDX-License-Identifier: Apache-2.0
// Routines, triggers, events, and the compound statements that they are made of.
parser grammar Programs;

createRoutine
  : AGGREGATE?
    ( PROCEDURE ifNotExists? routineObject LP (routineParameter (COMMA routineParameter)*)? RP
      routineBody
    | FUNCTION ifNotExists? routineObject
      ( LP (functionParameter (COMMA functionParameter)*)? RP RETURNS returnType
        functionBody
      | RETURNS (STRING | INTEGER | INT | INT4 | REAL | DECIMAL | DEC) SONAME STRING_TEXT
      )
    )
  ;

routineParameter
  : (IN | OUT | INOUT)? name programType
  ;

functionParameter
  : parameterMode? name programType
  ;

parameterMode
  : IN | OUT | INOUT
  ;

returnType
  : programType
  ;

programType
  : TYPE OF (IDENT | word) DOT IDENT (DOT IDENT)?
  | ROW ( TYPE OF objectName | LP rowField (COMMA rowField)* RP )
  | dataType typeAttribute*
  ;

rowField
  : name programType
  ;

// Only another language than SQL has its text in quotes.
routineBody
  : characteristic*
    ( bodyStatement
    | foreignBody
    )
  ;

functionBody
  : characteristic*
    ( compound
    | simpleBody
    | foreignBody
    )
  ;

foreignBody
  : LANGUAGE name (characteristic | LANGUAGE name)* AS STRING_TEXT
  ;

// MariaDB wants a RETURN, or something that may hold one.
simpleBody
  : statementPiece
  ;

characteristic
  : NOT? DETERMINISTIC
  | changeableCharacteristic
  ;

changeableCharacteristic
  : COMMENT STRING_TEXT
  | LANGUAGE SQL
  | CONTAINS SQL
  | NO SQL
  | (READS | MODIFIES) SQL DATA
  | SQL SECURITY (DEFINER | INVOKER)
  | usedLibraries
  ;

usedLibraries
  : USING LP usedLibrary (COMMA usedLibrary)* RP
  ;

usedLibrary
  : otherObject (AS? name)?
  ;

alterRoutine
  : (PROCEDURE | FUNCTION) routineObject (changeableCharacteristic | LANGUAGE name | USING LP RP)*
  ;

createTrigger
  : TRIGGER ifNotExists? triggerObject (BEFORE | AFTER) (INSERT | UPDATE | DELETE)
    ON tableObject FOR EACH ROW ((FOLLOWS | PRECEDES) nameOrText)? bodyStatement
  ;

// ------------------------------------------------------------------------------------------- events

createEvent
  : EVENT ifNotExists? eventObject ON SCHEDULE schedule onCompletion? eventStatus?
    (COMMENT STRING_TEXT)? DO bodyStatement
  ;

alterEvent
  : EVENT eventObject
    ( (ON SCHEDULE schedule onCompletion? | onCompletion) (RENAME TO eventObject)? eventStatus?
      (COMMENT STRING_TEXT)? (DO bodyStatement)?
    | RENAME TO eventObject eventStatus? (COMMENT STRING_TEXT)? (DO bodyStatement)?
    | eventStatus (COMMENT STRING_TEXT)? (DO bodyStatement)?
    | COMMENT STRING_TEXT (DO bodyStatement)?
    | DO bodyStatement
    )
  ;

// The last word of EVERY's piece is the unit.
schedule
  : AT eventExprPiece
  | EVERY everyPiece (STARTS eventExprPiece)? (ENDS eventExprPiece)?
  ;

everyPiece
  : eventExprPart+
  ;

onCompletion
  : ON COMPLETION NOT? PRESERVE
  ;

eventStatus
  : ENABLE
  | DISABLE (ON (SLAVE | REPLICA))?
  ;

// ------------------------------------------------------------------------------ compound statements

bodyStatement
  : compound
  | statementPiece
  ;

compound
  : label COLON labelled label?
  | labelled
  | IF exprPiece THEN statements (ELSEIF exprPiece THEN statements)* (ELSE statements)? END IF
  | CASE exprPiece? (WHEN exprPiece THEN statements)+ (ELSE statements)? END CASE
  | RETURN returnPiece
  | (LEAVE | ITERATE) label
  | OPEN name (LP exprPiece (COMMA exprPiece)* RP)?
  | FETCH (NEXT? FROM)? name INTO fetchTarget (COMMA fetchTarget)*
  | FETCH GROUP NEXT ROW
  | CLOSE name
  ;

label
  : IDENT | word
  ;

labelled
  : BEGIN (NOT ATOMIC)? (declaration SEMICOLON)* (bodyStatement SEMICOLON)* END
  | LOOP statements END LOOP
  | REPEAT statements UNTIL exprPiece END REPEAT
  | WHILE whilePiece DO statements END WHILE
  | FOR name IN forRange DO statements END FOR
  ;

statements
  : (bodyStatement SEMICOLON)+
  ;

// A cursor, a query, or bounds with `..` between them.
forRange
  : forPart+
  ;

forPart
  : LP nested* RP
  | ~(LP | RP | SEMICOLON | DO | TO)
  ;

fetchTarget
  : (IDENT | word) (DOT IDENT)?
  ;

declaration
  : DECLARE
    ( name (COMMA name)* programType (DEFAULT exprPiece)?
    | name CONDITION FOR (wholeNumber | sqlState)
    | name CURSOR (LP (cursorParameter (COMMA cursorParameter)*)? RP)? FOR cursorPiece
    | (CONTINUE | EXIT) HANDLER FOR handledCondition (COMMA handledCondition)* bodyStatement
    )
  ;

cursorParameter
  : IN? name programType
  ;

sqlState
  : SQLSTATE VALUE? STRING_TEXT
  ;

handledCondition
  : wholeNumber | sqlState | SQLWARNING | NOT FOUND | SQLEXCEPTION | name
  ;
