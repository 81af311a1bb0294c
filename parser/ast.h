// SPDX-License-Identifier: Apache-2.0
// The abstract syntax tree: what a statement says, free of ANTLR and of white space.
//
// Every node carries the half-open range of tokens it was written with (`range`), as indexes into
// the ScanResult of the same parse; rewriting splices the original text by these, it does not print
// the tree. Identifiers are unquoted and unescaped; literals keep their source text.
//
// Ownership: nodes live in the Arena of their ParsedStatement (parse.h) and views point into that
// arena or into the SQL text, which must outlive the tree. Thread rule: immutable once parsed.
// A node is told apart by its `kind` and reached by as<T>(); visitor.h walks a tree.
#pragma once

#include "parser/ast_base.h"
#include "parser/ast_expr.h"
#include "parser/ast_query.h"
#include "parser/ast_statement.h"
