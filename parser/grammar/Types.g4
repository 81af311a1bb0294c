// SPDX-License-Identifier: Apache-2.0
// Types of columns, parameters and variables.
parser grammar Types;

dataType
  : (BIT | TIME | TIMESTAMP | DATETIME | BLOB | BINARY) length?
  | BOOL | BOOLEAN
  | YEAR length? numericFlag*
  | ( TINYINT | SMALLINT | MEDIUMINT | MIDDLEINT | INT | INT1 | INT2 | INT3 | INT4 | INT8 | INTEGER
    | BIGINT ) length? numericFlag*
  | (REAL | FLOAT8 | DOUBLE PRECISION?) doubleLengths? numericFlag*
  | (FLOAT | FLOAT4 | DECIMAL | DEC | NUMERIC | FIXED) lengths? numericFlag*
  | (DATE | TINYBLOB | MEDIUMBLOB | LONGBLOB | JSON | SERIAL)
  | (CHAR | CHARACTER) (VARYING length | length?) textCharset
  | (VARCHAR | VARCHARACTER) length textCharset
  | TEXT length? textCharset
  | (TINYTEXT | MEDIUMTEXT | LONGTEXT) textCharset
  | LONG (VARBINARY | (CHAR VARYING | CHARACTER VARYING | VARCHAR | VARCHARACTER)? textCharset)
  | VARBINARY length
  | NATIONAL ( (CHAR | CHARACTER) (VARYING length | length?) | (VARCHAR | VARCHARACTER) length ) BINARY?
  | NCHAR (VARYING length | (VARCHAR | VARCHARACTER) length | length?) BINARY?
  | NVARCHAR length BINARY?
  | (ENUM | SET) LP enumValue (COMMA enumValue)* RP textCharset
  | IDENT lengths? flags+=numericFlag*
  ;

// A number of an option; MariaDB takes a sign.
wholeNumber
  : PLUS_SIGN? (INT_NUM | DECIMAL_NUM | FLOAT_NUM)
  | HEX_NUM
  ;

countNumber
  : INT_NUM | HEX_NUM
  ;

length
  : LP (INT_NUM | DECIMAL_NUM) RP
  ;

lengths
  : LP (INT_NUM (COMMA INT_NUM)? | DECIMAL_NUM) RP
  ;

doubleLengths
  : LP INT_NUM COMMA INT_NUM RP
  ;

numericFlag
  : UNSIGNED | SIGNED | ZEROFILL
  ;

textCharset
  : ( (ASCII | UNICODE | BYTE) BINARY?
    | (CHARSET | CHARACTER_SET SET) typeCharsetName BINARY?
    | BINARY (ASCII | UNICODE | (CHARSET | CHARACTER_SET SET) typeCharsetName)? )?
  ;

typeCharsetName
  : IDENT | word | STRING_TEXT | BINARY
  ;

enumValue
  : STRING_TEXT | HEX_NUM | BIT_NUM
  ;

typeAttribute
  : COLLATE charsetName
  ;

// CHARACTER SET x and its relatives, as casts and table options have them.
charsetClause
  : (CHARSET | CHARACTER_SET SET) (EQ | ASSIGN)? charsetName
  ;

charsetName
  : IDENT | word | STRING_TEXT | BINARY | DEFAULT
  ;
