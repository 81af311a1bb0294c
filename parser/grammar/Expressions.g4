// SPDX-License-Identifier: Apache-2.0
// Expressions: a flat list of operands and operators. The builder resolves precedence and refuses what
// does not fit: an operator without a meaning in its place, a row of one item, DEFAULT + 1.
parser grammar Expressions;

expr
  : (NOT | BANG | MINUS_SIGN | PLUS_SIGN | TILDE | BINARY)* operands+=operand
    ( ( NOT? ( EQ | NULL_SAFE_EQ | NE | LT | LE | GT | GE | OR | OR_OR | XOR | AND | AND_AND | IS
             | IN | LIKE | ESCAPE | BETWEEN | REGEXP | RLIKE | PIPE | AMPERSAND | SHIFT_LEFT
             | SHIFT_RIGHT | PLUS_SIGN | MINUS_SIGN | STAR | SLASH | PERCENT | DIV | MOD | CARET
             | CONCAT_PIPES | ARROW | LONG_ARROW | COLLATE | ASSIGN )
      | SOUNDS LIKE
      | MEMBER OF
      | MEMBER_ALONE
      )
      (NOT | BANG | MINUS_SIGN | PLUS_SIGN | TILDE | BINARY)* operands+=operand
    )*
  ;

// The first token tells which of these it is; the builder switches on it.
operand
  : ( INT_NUM | DECIMAL_NUM | FLOAT_NUM | HEX_NUM | BIT_NUM | NULL_ | TRUE | FALSE | PARAM
    | USER_VAR )
  | (STRING_TEXT | NATIONAL_TEXT) NEXT_TEXT*
  | INTRODUCER (STRING_TEXT NEXT_TEXT* | HEX_NUM | BIT_NUM)
  | TEMPORAL STRING_TEXT
  | AT_AT (IDENT | word) (DOT (IDENT | STRING_TEXT) (DOT IDENT)?)?
  | (IDENT | word) ( DOT (STAR | IDENT (DOT (STAR | IDENT call=callTail?) | call=callTail)?) | call=callTail )?
  | DOT IDENT (DOT IDENT)?
  | list=expressionList
  | LP_Q query=queryExpression RP
  | special=specialOperand
  ;

expressionList
  : LP items+=expr (COMMA items+=expr)* RP
  ;

// All that is rarer, apart so that the nodes of literals and columns stay small.
specialOperand
  : ROW_FN list=expressionList
  | (EXISTS | QUANTIFIER) LP_Q query=queryExpression RP
  | CASE items+=expr? branches+=whenThen+ (ELSE otherwise=expr)? END
  | INTERVAL items+=expr (IDENT | word | compoundUnit)
  | INTERVAL_FN list=expressionList
  | DEFAULT (LP columns+=columnName RP)?
  | IGNORE
  | VALUES_FN LP columns+=columnName RP
  | LBRACE (IDENT | word) items+=expr RBRACE
  | MATCH ( LP columns+=columnName (COMMA columns+=columnName)* RP
          | columns+=columnName (COMMA columns+=columnName)* )
    AGAINST LP items+=expr modifier=matchMode? RP
  | (IF | LEFT | RIGHT | REPLACE | INSERT | REPEAT | MOD | CHAR | CHARACTER | ROW_NUMBER) call=callTail
  | ( CURRENT_DATE | CURRENT_TIME | CURRENT_TIMESTAMP | LOCALTIME | LOCALTIMESTAMP | UTC_DATE
    | UTC_TIME | UTC_TIMESTAMP | CURRENT_USER | CURRENT_ROLE ) (LP (INT_NUM | HEX_NUM)? RP)?
  | function=keywordFunction
  ;

whenThen
  : WHEN when=expr THEN then=expr
  ;

// Units that are reserved words; DAY and the like are names, and the builder knows them.
compoundUnit
  : DAY_HOUR | DAY_MICROSECOND | DAY_MINUTE | DAY_SECOND | HOUR_MICROSECOND | HOUR_MINUTE
  | HOUR_SECOND | MINUTE_MICROSECOND | MINUTE_SECOND | SECOND_MICROSECOND | YEAR_MONTH
  ;

matchMode
  : IN_WORD (BOOLEAN MODE | NATURAL LANGUAGE MODE (WITH QUERY EXPANSION)?)
  | WITH QUERY EXPANSION
  ;

// The arguments of a call, with all that only some functions take: COUNT's star, the aggregates' DISTINCT
// and OVER, GROUP_CONCAT's ORDER BY, SEPARATOR and LIMIT, CHAR's USING.
callTail
  : LP
    ( ((DISTINCT | DISTINCTROW) ALL? | ALL)? (STAR | args+=callArgument (COMMA args+=callArgument)*)
      (ORDER BY order+=orderItem (COMMA order+=orderItem)*)?
      (SEPARATOR separator=operand)?
      limit=callLimit?
      (USING charset=charsetName)?
    )?
    RP
    within=withinGroup?
    from_end=fromEnd? nulls=nullTreatment?
    (OVER (over=name | window=windowSpec))?
  ;

fromEnd
  : FROM_END name
  ;

nullTreatment
  : RESPECT NULLS
  ;

callLimit
  : LIMIT limitValue ((COMMA | OFFSET) limitValue)?
  ;

withinGroup
  : WITHIN_GROUP GROUP LP ORDER BY order+=orderItem (COMMA order+=orderItem)* RP
  ;

// A name behind an argument is for loadable functions, a type for MariaDB's dynamic columns.
callArgument
  : value=expr (AS (STRING_TEXT | type=columnAs) | IDENT | word | STRING_TEXT)?
  ;

columnAs
  : ( IDENT | word | BINARY | CHAR | CHARACTER | VARCHAR | INTEGER | INT | INT4 | FLOAT4 | FLOAT8 | DECIMAL | DEC | DOUBLE | FLOAT
    | REAL | UNSIGNED ) (INTEGER | INT | PRECISION | CHAR | CHARACTER)? lengths? textCharset
  ;

windowSpec
  : LP base=name? (PARTITION BY partition+=expr (COMMA partition+=expr)*)?
    (ORDER BY order+=orderItem (COMMA order+=orderItem)*)? frame=windowFrame? RP
  ;

// The bounds' words are read as names: UNBOUNDED PRECEDING, CURRENT ROW, 1 FOLLOWING.
windowFrame
  : (ROWS | RANGE | GROUPS) (BETWEEN bounds+=frameBound AND bounds+=frameBound | bounds+=frameBound) (EXCLUDE (CURRENT ROW | GROUP | TIES | NO IDENT))?
  ;

frameBound
  : value=operand end=(PRECEDING | FOLLOWING | ROW)
  ;

// Functions whose arguments are more than a list of expressions.
keywordFunction
  : CAST LP items+=expr zone=timeZone? AS type=castType RP
  | CONVERT LP items+=expr (COMMA type=castType | USING charset=charsetName) RP
  | EXTRACT LP (name | compoundUnit) FROM items+=expr RP
  | TRIM LP
    ( (LEADING | TRAILING | BOTH) (items+=expr? FROM items+=expr)
    | items+=expr (FROM items+=expr)?
    ) RP
  | SUBSTRING LP items+=expr
    ( (COMMA items+=expr)* | FROM items+=expr (FOR items+=expr)? ) RP
  | POSITION LP items+=expr IN_WORD items+=expr RP
  | WEIGHT_STRING LP items+=expr
    ( COMMA wholeNumber COMMA wholeNumber COMMA wholeNumber
    | (AS (CHAR | CHARACTER | BINARY) LP countNumber RP)? levels=weightLevels? ) RP
  | (TIMESTAMPADD | TIMESTAMPDIFF) LP name COMMA items+=expr COMMA items+=expr RP
  | GET_FORMAT LP name COMMA items+=expr RP
  | JSON_VALUE LP items+=expr (COMMA items+=expr)* (RETURNING returned=castType)? events+=jsonOnEvent* RP
  | SEQUENCE_VALUE VALUE FOR tableName
  | DUALITY_FN LP (WITH LP dualityTag (COMMA dualityTag)* RP)?
    STRING_TEXT COLON items+=expr (COMMA STRING_TEXT COLON items+=expr)* RP
  ;

// What may be done to the rows below an object; NO and a verb is two words.
dualityTag
  : NO? (INSERT | UPDATE | DELETE)
  ;

// TIME ZONE is two words, and INTERVAL may stand between them and the zone.
timeZone
  : AT name (name INTERVAL? STRING_TEXT)?
  ;

weightLevels
  : LEVEL countNumber (MINUS_SIGN countNumber | levelOrder (COMMA countNumber levelOrder)*)
  ;

// REVERSE is read as a name.
levelOrder
  : (ASC | DESC)? IDENT?
  ;

jsonOnEvent
  : (NULL_ | IDENT | DEFAULT (MINUS_SIGN | PLUS_SIGN)? value=operand) ON (EMPTY | IDENT)
  ;

castType
  : BINARY length? array=castArray?
  | ((CHAR | CHARACTER | NATIONAL (CHAR | CHARACTER)) length? | (VARCHAR | VARCHARACTER) length) textCharset
    (COLLATE collation=charsetName)? array=castArray?
  | NCHAR length? array=castArray?
  | (SIGNED | UNSIGNED) (INTEGER | INT)? array=castArray?
  | (INTEGER | INT | INT4)
  | (DECIMAL | DEC) lengths? array=castArray?
  | (DOUBLE | FLOAT8) (PRECISION | fraction=doubleLengths)? array=castArray?
  | (FLOAT | FLOAT4 | TIME | DATETIME) precision=length? array=castArray?
  | (REAL | DATE | YEAR | JSON) array=castArray?
  | IDENT lengths?
  | INTERVAL DAY_SECOND length?
  ;

castArray
  : ARRAY
  ;

