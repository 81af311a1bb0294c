// SPDX-License-Identifier: Apache-2.0
// Types of columns, parameters and variables.
parser grammar Types;

// Words in any order that types are made of; the server knows which make sense.
dataType
  : ( BIT | BOOL | BOOLEAN | TINYINT | SMALLINT | MEDIUMINT | MIDDLEINT | INT | INT1 | INT2 | INT3
    | INT4 | INT8 | INTEGER | BIGINT | REAL | DOUBLE | FLOAT | FLOAT4 | FLOAT8 | DECIMAL | DEC
    | NUMERIC | FIXED | DATE | TIME | TIMESTAMP | DATETIME | YEAR | CHAR | CHARACTER | VARCHAR
    | VARCHARACTER | BINARY | VARBINARY | TINYBLOB | BLOB | MEDIUMBLOB | LONGBLOB | TINYTEXT | TEXT
    | MEDIUMTEXT | LONGTEXT | LONG | NATIONAL | NCHAR | NVARCHAR | JSON | SERIAL | IDENT )
    (PRECISION | VARYING | CHAR | CHARACTER | VARCHAR | VARCHARACTER | VARBINARY)* lengths?
  | (ENUM | SET) LP enumValue (COMMA enumValue)* RP
  ;

enumValue
  : STRING_TEXT | HEX_NUM | BIT_NUM
  ;

typeAttribute
  : UNSIGNED | SIGNED | ZEROFILL | charsetClause | COLLATE EQ? charsetName
  ;

lengths
  : LP INT_NUM (COMMA INT_NUM)? RP
  ;

// CHARACTER SET x and its relatives, as types and table options have them.
charsetClause
  : (CHARSET | CHARACTER_SET SET) EQ? charsetName
  | ASCII | UNICODE | BYTE | BINARY
  ;

charsetName
  : IDENT | word | STRING_TEXT | BINARY | DEFAULT
  ;
