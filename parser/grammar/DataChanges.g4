// SPDX-License-Identifier: Apache-2.0
parser grammar DataChanges;

insertStatement
  : (INSERT | REPLACE) (LOW_PRIORITY | HIGH_PRIORITY | DELAYED)? IGNORE? INTO? table=tableName
    (PARTITION LP partitions=names RP)?
    (LP (columns+=columnName (COMMA columns+=columnName)*)? close=RP)?
    ( (VALUES | VALUE) rows+=valuesRow (COMMA rows+=valuesRow)* alias=rowAlias? (ORDER BY order+=orderItem (COMMA order+=orderItem)*)? limit=limitClause?
    | SET assignments+=assignment (COMMA assignments+=assignment)* alias=rowAlias?
    | query=queryExpression
    )
    (ON_DUPLICATE name KEY UPDATE duplicate+=assignment (COMMA duplicate+=assignment)*)?
    returning=returningClause?
  ;

rowAlias
  : AS alias=name (LP columns=names RP)?
  ;

columnName
  : (IDENT | word) (DOT IDENT (DOT IDENT)?)?
  | DOT IDENT (DOT IDENT)?
  ;

assignment
  : column=columnName (EQ | ASSIGN) value=expr
  ;

returningClause
  : RETURNING items+=selectItem (COMMA items+=selectItem)*
  ;

changeStatement
  : (WITH_DML with=commonTables)? (update=updateStatement | erase=deleteStatement)
  ;

updateStatement
  : UPDATE LOW_PRIORITY? IGNORE? tables=tableRefs
    SET assignments+=assignment (COMMA assignments+=assignment)*
    (WHERE where=expr)?
    (ORDER BY order+=orderItem (COMMA order+=orderItem)*)?
    limit=limitClause?
  ;

// DELETE FROM t ..; DELETE t, u.* FROM ..; DELETE FROM t, u.* USING ..
deleteStatement
  : DELETE (LOW_PRIORITY | QUICK | IGNORE)*
    ( targets+=deleteTarget (COMMA targets+=deleteTarget)* FROM tables=tableRefs
      (WHERE where=expr)?
    | FROM targets+=deleteTarget (COMMA targets+=deleteTarget)*
      ( USING tables=tableRefs
      | (PARTITION LP partitions=names RP)? temporal=systemTime?
      | AS? alias=name (PARTITION LP partitions=names RP)?
      )
      (WHERE where=expr)?
      (ORDER BY order+=orderItem (COMMA order+=orderItem)*)?
      limit=limitClause?
      returning=returningClause?
    )
  ;

deleteTarget
  : (IDENT | word) (DOT (IDENT (DOT STAR)? | STAR))?
  | DOT IDENT
  ;
