// SPDX-License-Identifier: Apache-2.0
// Walks over the tree for analysis: every expression, query and table below a node, each before
// what is below it, in the order of the text. No recursion, so a deep tree costs memory and no
// stack.
#pragma once

#include <functional>

#include "parser/ast.h"

namespace sluice::parser {

// A hook returns false to leave out what is below the node.
class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual bool enter(const ast::Expr&) { return true; }
  // Subqueries, derived tables, common tables, the query of an INSERT: every QueryExpression.
  virtual bool enter(const ast::QueryExpression&) { return true; }
  virtual bool enter(const ast::QueryBody&) { return true; }
  virtual bool enter(const ast::TableRef&) { return true; }
};

void walk(const ast::Expr& root, Visitor& visitor);
void walk(const ast::QueryExpression& root, Visitor& visitor);
void walk(const ast::QueryBody& root, Visitor& visitor);
void walk(const ast::TableRef& root, Visitor& visitor);
// What a statement holds, EXPLAIN's inner statement included. DDL: only the query of CREATE TABLE
// .. AS.
void walk(const ast::Statement& root, Visitor& visitor);

enum class Subqueries { enter, skip };

// `call` for every expression from `root` on.
void for_each_expr(const ast::Expr& root, Subqueries subqueries,
                   const std::function<void(const ast::Expr&)>& call);
// `call` for every table reference from `root` on, joins and lists included; those of derived
// tables and of subqueries in ON only with Subqueries::enter.
void for_each_table(const ast::TableRef& root, Subqueries subqueries,
                    const std::function<void(const ast::TableRef&)>& call);

}  // namespace sluice::parser
